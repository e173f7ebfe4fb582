import { type ExportedModule, type ExportedVariable, exported } from "@groundplan/core/exported";
import { NAME, PROJECT, Secret } from "./secret.ts";

const VARIABLES: Readonly<Record<string, ExportedVariable>> = {
  name: {
    samples: [..."abcdefghij"].map((letter) => `acme-${letter}-password`),
    pattern: NAME,
  },
  project: { samples: ["acme-prod-1", "acme-prod-2", "acme-prod-3"], pattern: PROJECT },
};

/** The secret of prod in two regions of the EU, and that of dev wherever Google likes. */
export const EXPORTED: readonly ExportedModule[] = [
  exported({
    name: "secret-eu",
    cloud: "google",
    summary: "A place in Secret Manager for a value that lies in two regions of the EU.",
    construct: Secret,
    props: { folder: "modules/google/secret", name: "SecretProps" },
    fixed: { stage: "prod", regions: ["europe-west1", "europe-west3"] },
    variables: VARIABLES,
    outputs,
  }),
  exported({
    name: "secret",
    cloud: "google",
    summary: "A place in Secret Manager for a value that may lie anywhere; plans may destroy it.",
    construct: Secret,
    props: { folder: "modules/google/secret", name: "SecretProps" },
    fixed: { stage: "dev" },
    variables: VARIABLES,
    outputs,
  }),
];

function outputs({ secret }: Secret) {
  return {
    id: { value: secret.id, description: "`projects/<project>/secrets/<name>`, for grants." },
  };
}
