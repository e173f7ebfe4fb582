import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ExportedModule, exported, times } from "@groundplan/core/exported";
import { Construct } from "constructs";
import { afterAll, describe, expect, it } from "vitest";
import { Bucket } from "../../modules/aws/bucket/index.ts";
import { Queue } from "../../modules/aws/queue/index.ts";
import { SecurityGroup } from "../../modules/aws/security-group/index.ts";
import { EXPORTED as VPC } from "../../modules/aws/vpc/exported.ts";
import { networkOfValues } from "../../modules/aws/vpc/exported-network.ts";
import type { Network } from "../../modules/aws/vpc/network.ts";
import { describedIn } from "./export.ts";
import { freezer } from "./frozen.ts";
import { prove } from "./proof.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const NAMES = [..."abcdefghij"].map((letter) => `acme-prod-${letter}`);

const outdir = mkdtempSync(join(tmpdir(), "groundplan-export-"));
afterAll(() => rmSync(outdir, { recursive: true }));

/** What speaks against the export of a module. */
function problemsOf(module: ExportedModule): readonly string[] {
  const proof = prove(module, describedIn(ROOT, module), freezer(module, outdir));
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

const DAYS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
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

  it("is reckoned with in another way than is declared", () => {
    const keepDays = { samples: DAYS, reckoned: [times(3600)] };
    expect(queue({ keepDays })).toEqual([
      'aws/queue: aws_sqs_queue.this.message_retention_seconds must follow from the variables, the account or the region: with {"keepDays":2} in us-east-2 of 444455556666 it is 172800, and nothing that is declared makes that',
    ]);
  });

  it("decides what is made, for some of the values with which it is reckoned", () => {
    const [vpc] = VPC;
    const { cidr } = vpc!.variables;
    const samples = ["10.20.0.0/16", ...cidr!.samples.slice(1, 9), "192.168.0.0/16"];
    const variables = { ...vpc!.variables, cidr: { ...cidr!, samples } };
    const [problem] = problemsOf({ ...vpc!, variables });
    expect(problem).toMatch(
      /^aws\/vpc: aws_default_network_acl\.defaults_network_acl\.ingress must follow from .* it has other parts, and nothing that is declared makes that$/,
    );
  });

  it("is reckoned with, and has another default than is declared", () => {
    const keepDays = { default: 8, samples: DAYS, reckoned: [times(86_400)] };
    expect(queue({ keepDays })).toEqual([
      `aws/queue: keepDays must decide nothing to be a variable: with 8 the construct's aws_sqs_queue.this.message_retention_seconds is 604800, not 691200${FIX}`,
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

  it("is called as another one is", () => {
    const attempts = { name: "visibility_seconds", samples: [1, 2] };
    expect(queue({ visibilitySeconds: { samples: [1, 2] }, attempts })).toEqual([
      `aws/queue: attempts must have a name that no other variable has to be a variable${FIX}`,
    ]);
  });

  it("was hardly tried", () => {
    expect(bucket({ keepOldDays: { samples: [1] } })).toEqual([
      `aws/bucket: keepOldDays must have two samples at least to be a variable${FIX}`,
    ]);
  });
});

describe("a module is refused that", () => {
  it("asks a network of its caller for more than the caller says", () => {
    class Entrance extends Construct {
      constructor(scope: Construct, id: string, { network }: { readonly network: Network }) {
        super(scope, id);
        const group = new SecurityGroup(this, "group", {
          vpcId: network.vpcId,
          namePrefix: "acme",
          description: "Opens to its network",
        });
        group.allowFrom({ cidr: network.cidr }, { port: 443, description: "HTTPS" });
      }
    }
    const entrance = exported({
      name: "entrance",
      cloud: "aws",
      summary: "An entrance.",
      construct: Entrance,
      props: { folder: "modules/aws/postgres", name: "PostgresProps" },
      objects: { network: networkOfValues({ atLeast: 2 }) },
      fixed: {},
      variables: {
        "network.vpcId": { samples: NAMES },
        "network.subnetIds": {
          samples: [
            ["a", "b"],
            ["c", "d"],
          ],
        },
      },
      outputs: () => ({}),
    });
    expect(problemsOf(entrance)).toEqual([
      "aws/entrance: cannot be made: entrance/network: cidr must be asked by no construct that is exported with this network",
    ]);
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
