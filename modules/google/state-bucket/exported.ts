import { type ExportedModule, exported } from "@groundplan/core/exported";
import { NAME_RULES } from "@groundplan/core/naming";
import { StateBucket } from "./state-bucket.ts";

/** The bucket for states of prod, in the multi-region of the EU. */
export const EXPORTED: readonly ExportedModule[] = [
  exported({
    name: "state-bucket-eu",
    cloud: "google",
    summary: "A private bucket for Terraform states, in the EU, that no plan destroys.",
    construct: StateBucket,
    props: { folder: "modules/google/state-bucket", name: "StateBucketProps" },
    fixed: { stage: "prod", location: "EU" },
    variables: {
      name: {
        samples: [..."abcdefghij"].map((letter) => `acme-state-${letter}`),
        pattern: NAME_RULES["google-bucket"].pattern,
      },
      project: { samples: ["acme-prod-1", "acme-prod-2"] },
      keepDays: { default: 365, samples: [30, 365] },
      keepVersions: { default: 50, samples: [1, 50, 100] },
    },
    outputs: ({ bucket }) => ({
      name: { value: bucket.name, description: "Name of the bucket." },
    }),
  }),
];
