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
            "budgets",
            "cloudwatch",
            "ec2",
            "ecr",
            "ecs",
            "elasticloadbalancing",
            "es",
            "kms",
            "logs",
            "rds",
            "route53",
            "s3",
            "scheduler",
            "secretsmanager",
            "sns",
            "sqs",
            "ssm",
          ],
          passedTo: [
            "ec2.amazonaws.com",
            "ecs-tasks.amazonaws.com",
            "es.amazonaws.com",
            "scheduler.amazonaws.com",
          ],
          parameters: ["/acme/dev/music-library/image", "/acme/dev/music-library/release"],
        },
        google: {
          planRoles: [
            "roles/browser",
            "roles/compute.viewer",
            "roles/iam.securityReviewer",
            "roles/iam.serviceAccountViewer",
            "roles/monitoring.viewer",
            "roles/secretmanager.viewer",
            "roles/storage.bucketViewer",
          ],
          applyRoles: [
            "roles/browser",
            "roles/compute.networkAdmin",
            "roles/compute.securityAdmin",
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
        nat: { instance: { imageId: "ami-0123456789abcdef0" } },
      },
      api: {
        label: "api",
        image: {
          firstDigest: "sha256:7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730",
        },
        healthPath: "/health",
        originAuthorities: `-----BEGIN CERTIFICATE-----
MIIBnDCCAUKgAwIBAgIUbzVgvY66Of7a9bYzpRrwiGef3xgwCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPYWNtZSBkZXYgb3JpZ2luMB4XDTI2MTEyMjAwNDgxMFoXDTM2
MTExOTAwNDgxMFowGjEYMBYGA1UEAwwPYWNtZSBkZXYgb3JpZ2luMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEU5TgkAxGBlBiB2W61RAy9aq/Psw52skBmu7QfDcl
V+o10iOpCaomRIwUDUvEOx/xl7oqtE3Y1ZOLBSeKh5MXK6NmMGQwHQYDVR0OBBYE
FJ5a1oHqPVUB8RW//knFsM1SayftMB8GA1UdIwQYMBaAFJ5a1oHqPVUB8RW//knF
sM1SayftMBIGA1UdEwEB/wQIMAYBAf8CAQAwDgYDVR0PAQH/BAQDAgEGMAoGCCqG
SM49BAMCA0gAMEUCIQD9x00fQ6tieWsYq7aXwtLpojqapXTKOLad3rS6OkK9ugIg
YV6+4djWQeVy1/mlJixLU5arMiL+z+08dHUHMAC3BQY=
-----END CERTIFICATE-----`,
        protection: {
          // What is tried here is nobody else's business.
          reserved: { paths: ["/"], from: { office: ["203.0.113.0/24"] } },
          loginPaths: ["/api/auth/"],
          loginRate: { requests: 10, periodSeconds: 10 },
        },
      },
      data: { database: { version: 17 } },
      search: {
        engineVersion: "OpenSearch_2.19",
        adminRoleArn: "arn:aws:iam::111122223333:role/acme-people-search",
      },
      pipeline: {
        repository: {
          owner: "acme",
          ownerId: "1234567",
          name: "infrastructure",
          repositoryId: "7654321",
        },
        // A release of prod is an image that dev has run.
        copiedTo: ["444455556666"],
      },
      alerts: {
        channels: { team: { kind: "mail", address: "dev-alerts@example.org" } },
        usdPerMonth: 200,
      },
    },
    "music-graph": {
      kind: "platform",
      channel: "dev",
      runningDigest: "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      pipeline: {
        repository: {
          owner: "acme",
          ownerId: "1234567",
          name: "infrastructure",
          repositoryId: "7654321",
        },
      },
      network: { hostsCidr: "10.60.0.0/24", peers: { "aws-dev": ["10.20.0.0/16"] } },
      host: {
        zone: "europe-west1-b",
        image: { family: "music-graph-host" },
        // Nobody works on it at night or at weekends.
        hours: { start: "0 7 * * 1-5", stop: "0 20 * * 1-5", timeZone: "Europe/Brussels" },
        // The office; from elsewhere people come through Google's proxy.
        visitors: { ranges: ["203.0.113.0/24"] },
        images: {
          postgres:
            "docker.io/library/postgres@sha256:3b1e0d5c7a9f2846e1c3b5a7d9f0e2c4b6a8d0f1e3c5b7a9d1f3e5c7b9a0d2f4",
          nginx:
            "docker.io/library/nginx@sha256:8f2c0e7a1d3b5f69c4e8a0b2d6f1937e5c0a9b8d7e6f5a4b3c2d1e0f9a8b7c6d",
        },
        passwordVersion: "latest",
      },
      certificates: {
        zoneId: "Z0123456789ABCDEFGHIJ",
        zoneName: "graph-dev.example.org",
        names: ["graph-dev.example.org"],
      },
      backups: {
        location: { region: "europe-west1" },
        alertEmail: "dev-alerts@example.org",
      },
      // The host dumps when it wakes.
      drill: { hours: { start: "0 9 * * 1-5", stop: "0 12 * * 1-5", timeZone: "Europe/Brussels" } },
    },
  },
} satisfies Environment;
