import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { only, refusal, resourcesOf } from "@groundplan/core/testing/synth";
import type { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import type { AwsGrantee, AwsRole } from "../iam/index.ts";
import { synth } from "../testing/index.ts";
import { StateBucket, type StateStore } from "./index.ts";

class Job extends Construct implements AwsGrantee {
  readonly role: AwsRole;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.role = new IamRole(this, "Default", { name: id, assumeRolePolicy: "{}" });
  }
}

type Act = (store: StateStore, job: Job) => void;

function statementsOf(act: Act, keyAlias?: string) {
  const template = synth((stack) => act(existing(stack, keyAlias), new Job(stack, "ci")));
  return JSON.parse(only(template, "aws_iam_role_policy").policy).Statement;
}

function existing(stack: TerraformStack, keyAlias?: string): StateStore {
  const name = "acme-dev-terraform-state";
  return StateBucket.fromExisting(stack, "state", { name, keyAlias });
}

const BUCKET = "arn:aws:s3:::acme-dev-terraform-state";
const PLAN = [
  { Sid: "ListStates", Effect: "Allow", Action: ["s3:ListBucket"], Resource: [BUCKET] },
  {
    Sid: "ReadStates",
    Effect: "Allow",
    Action: ["s3:GetObject"],
    Resource: [`${BUCKET}/dev/*.tfstate`],
  },
  {
    Sid: "HoldLocks",
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
    Resource: [`${BUCKET}/dev/*.tfstate.tflock`],
  },
];

describe("grantPlan", () => {
  it("reads states below the prefix and holds locks; it writes and deletes no state", () => {
    expect(statementsOf((store, job) => store.grantPlan(job, "dev/"))).toEqual(PLAN);
  });

  it("uses a key by its alias, through S3 alone", () => {
    const alias = "alias/acme-dev-terraform-state";
    const statements = statementsOf((store, job) => store.grantPlan(job, "dev/"), alias);
    expect(statements).toEqual([
      ...PLAN,
      {
        Sid: "UseStateKey",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
        Resource: ["arn:aws:kms:eu-west-1:111122223333:key/*"],
        Condition: {
          "ForAnyValue:StringEquals": { "kms:ResourceAliases": [alias] },
          StringEquals: { "kms:ViaService": ["s3.eu-west-1.amazonaws.com"] },
        },
      },
    ]);
  });
});

describe("grantState", () => {
  it("writes states besides, and can delete neither one nor a version of it", () => {
    expect(statementsOf((store, job) => store.grantState(job, "dev/"))).toEqual([
      ...PLAN,
      {
        Sid: "WriteStates",
        Effect: "Allow",
        Action: ["s3:PutObject"],
        Resource: [`${BUCKET}/dev/*.tfstate`],
      },
    ]);
  });

  it.each(["", "dev", "dev/*", "/dev/"])(
    "refuses the prefix %j, which would reach further",
    (prefix) => {
      expect(refusal(() => statementsOf((store, job) => store.grantState(job, prefix)))).toBe(
        `test/state: keyPrefix must be lower-case letters, digits and hyphens, and end in /, got "${prefix}"`,
      );
    },
  );
});

describe("keepFrom", () => {
  it("refuses changes of the bucket, of old versions and of the key", () => {
    const alias = "alias/acme-dev-terraform-state";
    const [bucket, key] = statementsOf((store, job) => store.keepFrom(job), alias);
    expect(bucket).toEqual({
      Sid: "KeepStateBucket",
      Effect: "Deny",
      Action: [
        "s3:BypassGovernanceRetention",
        "s3:DeleteBucket*",
        "s3:DeleteObjectVersion",
        "s3:PutBucket*",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
        "s3:PutReplicationConfiguration",
      ],
      Resource: [BUCKET, `${BUCKET}/*`],
    });
    expect(key).toEqual({
      Sid: "KeepStateKey",
      Effect: "Deny",
      Action: [
        "kms:CreateGrant",
        "kms:DeleteAlias",
        "kms:DisableKey*",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:UpdateAlias",
      ],
      Resource: ["arn:aws:kms:eu-west-1:111122223333:key/*"],
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": [alias] } },
    });
  });
});

it("makes nothing but grants for a bucket that exists, named by who has them", () => {
  const template = synth((stack) => {
    const store = existing(stack);
    for (const id of ["plan", "apply"]) store.grantPlan(new Job(stack, id), "dev/");
  });
  expect(Object.keys(template.resource).sort()).toEqual(["aws_iam_role", "aws_iam_role_policy"]);
  const names = Object.values(resourcesOf(template, "aws_iam_role_policy")).map(({ name }) => name);
  expect(names).toEqual(["plan-state", "plan-state"]);
});

it("refuses a bucket and a key that have no such names", () => {
  expect(refusal(() => synth((stack) => existingCalled(stack)))).toBe(
    'test/state: name must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen (s3 bucket), got "State"\n' +
      'test/state: keyAlias must begin with alias/, got "state"',
  );
});

function existingCalled(stack: TerraformStack): StateStore {
  return StateBucket.fromExisting(stack, "state", { name: "State", keyAlias: "state" });
}
