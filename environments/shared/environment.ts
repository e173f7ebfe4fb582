import type { Environment } from "../environment.ts";

/** What exists once for all environments. Applied first; reads nothing from the others. */
export const shared = {
  name: "shared",
  stage: "prod",
  org: "acme",
  google: { projectId: "acme-shared", projectNumber: "345678901234", region: "europe-west1" },
  state: { kind: "gcs", bucket: "acme-shared-terraform-state" },
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
        apply: [{ environment: "shared" }],
        google: {
          planRoles: [
            "roles/artifactregistry.reader",
            "roles/browser",
            "roles/dns.reader",
            "roles/iam.securityReviewer",
          ],
          applyRoles: ["roles/artifactregistry.admin", "roles/browser", "roles/dns.admin"],
        },
      },
    },
    "music-graph": {
      kind: "shared",
      registryLocation: "europe-west1",
      parentDomain: "example.org",
      pipeline: {
        repository: {
          owner: "acme",
          ownerId: "1234567",
          name: "infrastructure",
          repositoryId: "7654321",
        },
      },
    },
  },
} satisfies Environment;
