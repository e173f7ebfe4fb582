import { type ExportedModule, exported } from "@groundplan/core/exported";
import { NAME_RULES } from "@groundplan/core/naming";
import { Secret } from "./secret.ts";

/** The secret of prod. */
export const EXPORTED: readonly ExportedModule[] = [
  exported({
    name: "secret",
    cloud: "aws",
    summary:
      "A place in Secrets Manager for a value that people or pipelines put, never Terraform.",
    construct: Secret,
    props: { folder: "modules/aws/parameters", name: "SecretProps" },
    fixed: { stage: "prod" },
    variables: {
      name: {
        samples: [..."abcdefghij"].map((letter) => `acme/prod/${letter}/database`),
        pattern: NAME_RULES.secret.pattern,
      },
      description: { default: null, samples: ["Opens the shop's database", "For the mail"] },
      keyArn: {
        default: null,
        samples: ["a", "b"].map((key) => `arn:aws:kms:eu-west-1:111122223333:key/${key}`),
      },
      recoveryDays: { default: 30, samples: [0, 7, 30] },
    },
    outputs: ({ secret }) => ({
      arn: { value: secret.arn, description: "ARN of the secret, for those who read it." },
    }),
  }),
];
