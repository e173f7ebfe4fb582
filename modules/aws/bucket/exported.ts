import { type ExportedModule, type ExportedVariable, exported } from "@groundplan/core/exported";
import { NAME_RULES } from "@groundplan/core/naming";
import { KEY_ARN } from "../account/index.ts";
import { Bucket } from "./bucket.ts";

const VARIABLES: Readonly<Record<string, ExportedVariable>> = {
  name: {
    samples: [..."abcdefghij"].map((letter) => `acme-prod-${letter}`),
    pattern: NAME_RULES["s3-bucket"].pattern,
  },
  keepOldDays: { default: 30, samples: [1, 7, 30, 3650] },
};

/** The bucket of prod, with S3's own keys and with a key of one's own. */
export const EXPORTED: readonly ExportedModule[] = [
  exported({
    name: "bucket",
    cloud: "aws",
    summary: "A private, versioned S3 bucket that no plan destroys, encrypted with keys of S3.",
    construct: Bucket,
    props: { folder: "modules/aws/bucket", name: "BucketProps" },
    fixed: { stage: "prod" },
    variables: VARIABLES,
    outputs,
  }),
  exported({
    name: "bucket-own-key",
    cloud: "aws",
    summary:
      "A private, versioned S3 bucket that no plan destroys, encrypted with a key of your own.",
    construct: Bucket,
    props: { folder: "modules/aws/bucket", name: "BucketProps" },
    fixed: { stage: "prod" },
    variables: {
      ...VARIABLES,
      encryptionKeyArn: {
        samples: ["a", "b", "c"].map((key) => `arn:aws:kms:eu-west-1:111122223333:key/${key}`),
        pattern: KEY_ARN,
      },
    },
    outputs,
  }),
];

function outputs({ bucket }: Bucket) {
  return {
    name: { value: bucket.bucket, description: "Name of the bucket." },
    arn: { value: bucket.arn, description: "ARN of the bucket." },
  };
}
