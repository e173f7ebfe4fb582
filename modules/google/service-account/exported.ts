import { type ExportedModule, exported } from "@groundplan/core/exported";
import { NAME_RULES } from "@groundplan/core/naming";
import { ServiceAccount } from "./service-account.ts";

/** An account without rights and without a key. */
export const EXPORTED: readonly ExportedModule[] = [
  exported({
    name: "service-account",
    cloud: "google",
    summary: "An identity of a machine or a job, with no rights of its own and no key.",
    construct: ServiceAccount,
    props: { folder: "modules/google/service-account", name: "ServiceAccountProps" },
    fixed: {},
    variables: {
      name: {
        samples: [..."abcdefghij"].map((letter) => `acme-job-${letter}`),
        pattern: NAME_RULES["google-service-account"].pattern,
      },
      project: { samples: ["acme-prod-1", "acme-prod-2", "acme-prod-3"] },
      purpose: { samples: ["Writes the nightly dumps", "Reads images for the host"] },
    },
    outputs: ({ account }) => ({
      email: { value: account.email, description: "E-mail address of the account." },
      member: { value: account.member, description: "The account as a member, for grants." },
    }),
  }),
];
