import type { Environment } from "../environment.ts";

/** Where changes are tried first: small, cheap, destroyable in one run. */
export const dev = {
  name: "dev",
  stage: "dev",
  org: "acme",
  aws: { accountId: "111122223333", region: "eu-west-1" },
  google: { projectId: "acme-dev", projectNumber: "123456789012", region: "europe-west1" },
  cloudflare: { accountId: "0123456789abcdef0123456789abcdef" },
  state: { kind: "s3", bucket: "acme-dev-terraform-state", region: "eu-west-1" },
  apps: {
    foundation: {
      ci: {
        repository: {
          owner: "acme",
          ownerId: "1234567",
          name: "infrastructure",
          repositoryId: "7654321",
        },
        plan: [{ pullRequest: true }, { branch: "main" }],
        apply: [{ environment: "dev" }],
        aws: {
          services: [
            "acm",
            "application-autoscaling",
            "autoscaling",
            "ec2",
            "ecs",
            "elasticloadbalancing",
            "kms",
            "logs",
            "s3",
          ],
          passedTo: ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"],
        },
        google: {
          planRoles: [
            "roles/browser",
            "roles/iam.securityReviewer",
            "roles/iam.serviceAccountViewer",
            "roles/monitoring.viewer",
            "roles/storage.bucketViewer",
          ],
          applyRoles: [
            "roles/browser",
            "roles/iam.serviceAccountCreator",
            "roles/iam.serviceAccountViewer",
            "roles/monitoring.editor",
            "roles/storage.admin",
          ],
        },
      },
    },
    "music-library": {
      zone: {
        name: "example.net",
        plan: "free",
        bots: {},
        records: [
          // No mail leaves or reaches dev: say so, or others will send in its name.
          { type: "MX", name: "example.net", target: ".", priority: 0 },
          { type: "TXT", name: "example.net", text: "v=spf1 -all" },
          { type: "TXT", name: "_dmarc.example.net", text: "v=DMARC1; p=reject" },
        ],
      },
      network: {
        cidr: "10.20.0.0/16",
        zones: ["eu-west-1a", "eu-west-1b"],
        egress: "nat-instance",
        nat: { instance: { imageId: "ami-0123456789abcdef0" } },
      },
      api: {
        label: "api",
        image: {
          repository: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/acme-dev-music-library",
          digest: "sha256:7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730",
          architecture: "ARM64",
        },
        size: { cpuUnits: 256, memoryMiB: 512 },
        healthPath: "/health",
        protection: {
          loginPaths: ["/api/auth/"],
          loginRate: { requests: 10, periodSeconds: 10 },
        },
        tasks: { min: 1, max: 2 },
      },
    },
    "music-graph": {
      kind: "platform",
      channel: "dev",
      runningDigest: "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      certificates: {
        zoneId: "Z0123456789ABCDEFGHIJ",
        zoneName: "dev.graph.example.org",
        names: ["dev.graph.example.org"],
      },
      backups: {
        location: { region: "europe-west1" },
        alertEmail: "dev-alerts@example.org",
      },
    },
  },
} satisfies Environment;
