import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ExportedModule, exported } from "@groundplan/core/exported";
import { NAME_RULES } from "@groundplan/core/naming";
import { afterAll, describe, expect, it } from "vitest";
import { Bucket } from "../../modules/aws/bucket/index.ts";
import { Queue } from "../../modules/aws/queue/index.ts";
import { freezer } from "./frozen.ts";
import { prove } from "./proof.ts";
import { PropDocs } from "./prop-docs.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const NAMES = [..."abcdefghij"].map((letter) => `acme-prod-${letter}`);

const outdir = mkdtempSync(join(tmpdir(), "groundplan-export-"));
afterAll(() => rmSync(outdir, { recursive: true }));

/** What speaks against the export of a module. */
function problemsOf(module: ExportedModule): readonly string[] {
  const described = new PropDocs([join(ROOT, module.props.folder), join(ROOT, "modules/core")]);
  const proof = prove(module, described, freezer(module, outdir));
  return "sections" in proof ? [] : proof;
}

const bucket = (
  variables: ExportedModule["variables"],
  fixed: Partial<ConstructorParameters<typeof Bucket>[2]> = {},
) =>
  problemsOf(
    exported({
      name: "bucket",
      cloud: "aws",
      summary: "A bucket.",
      construct: Bucket,
      props: { folder: "modules/aws/bucket", name: "BucketProps" },
      fixed: { stage: "prod", name: "acme-prod", ...fixed },
      variables,
      outputs: () => ({}),
    }),
  );

const queue = (variables: ExportedModule["variables"]) =>
  problemsOf(
    exported({
      name: "queue",
      cloud: "aws",
      summary: "A queue.",
      construct: Queue,
      props: { folder: "modules/aws/queue", name: "QueueProps" },
      fixed: { stage: "prod", name: "acme-prod" },
      variables,
      outputs: () => ({}),
    }),
  );

const FIX = "; make it one of the fixed props";

describe("a prop is refused as a variable that", () => {
  it("decides what is made", () => {
    expect(bucket({ versioned: { samples: [true, false] } })).toEqual([
      `aws/bucket: versioned must decide nothing to be a variable: with false the construct's aws_s3_bucket_versioning.versioning.versioning_configuration.status is "Suspended", not "Enabled"${FIX}`,
    ]);
  });

  it("is reckoned with by the construct", () => {
    expect(queue({ keepDays: { samples: [1, 14] } })).toEqual([
      `aws/queue: keepDays must decide nothing to be a variable: with 1 the construct's aws_sqs_queue.this.message_retention_seconds is 86400, not a number reckoned with it${FIX}`,
    ]);
  });

  it("is reckoned with by Terraform", () => {
    expect(queue({ attempts: { samples: [1, 2] } })).toEqual([
      `aws/queue: attempts must not be reckoned with to be a variable: it is in aws_sqs_queue.this.redrive_policy${FIX}`,
    ]);
  });

  it("becomes a part of other texts and may hold anything", () => {
    expect(bucket({ name: { samples: NAMES, pattern: /^[^"]+$/ } })).toEqual([
      `aws/bucket: name must have a pattern that admits none of "\\\\ $ { } % < > & \\n" to be a variable: it is a part of aws_s3_bucket_policy.policy.policy${FIX}`,
    ]);
  });

  it("has another default than is declared", () => {
    expect(bucket({ keepOldDays: { default: 31, samples: [1, 7] } })).toEqual([
      `aws/bucket: keepOldDays must decide nothing to be a variable: with 31 the construct's aws_s3_bucket_lifecycle_configuration.ageing.rule.0.noncurrent_version_expiration.0.noncurrent_days is 30, not 31${FIX}`,
    ]);
  });

  it("is no value that Terraform could be given", () => {
    expect(bucket({ ageing: { samples: [{}, {}] } })).toEqual([
      `aws/bucket: ageing must be a text, a number, a switch, a list or a map of texts to be a variable${FIX}`,
    ]);
  });

  it("was hardly tried", () => {
    expect(bucket({ keepOldDays: { samples: [1] } })).toEqual([
      `aws/bucket: keepOldDays must have two samples at least to be a variable${FIX}`,
    ]);
  });
});

describe("a module is refused that", () => {
  it("bears the account and the region of whoever exports it", () => {
    const name = { samples: NAMES, pattern: NAME_RULES["sqs-queue"].pattern };
    const problems = queue({ name });
    expect(problems).toHaveLength(3);
    expect(problems[0]).toMatch(
      /^aws\/queue: aws_sqs_queue_policy\.dead_tls\.policy must not depend on the account or the region, got ".*arn:aws:sqs:eu-west-1:111122223333:/,
    );
  });

  it("cannot be made", () => {
    expect(bucket({ keepOldDays: { samples: [0, 1] } })).toEqual([
      "aws/bucket: cannot be made: bucket/made: keepOldDays must be at least 1, got 0",
    ]);
  });

  it("is not tried with ten values", () => {
    expect(bucket({ keepOldDays: { samples: [1, 7] } })).toEqual([
      "aws/bucket: the samples must make 10 different modules",
    ]);
  });
});
