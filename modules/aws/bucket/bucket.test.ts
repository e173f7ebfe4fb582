import { only, refusal, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { testApp } from "../testing/fargate.ts";
import { synth } from "../testing/index.ts";
import { actionsOf, allows } from "../testing/judge-policy.ts";
import { Bucket } from "./bucket.ts";
import type { BucketProps } from "./bucket-props.ts";
import type { BucketStore } from "./bucket-store.ts";

const KEY = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000";

function make(props: Partial<BucketProps> = {}): Template {
  return synth((stack) => {
    new Bucket(stack, "media", { stage: "prod", name: "acme-prod-media", ...props });
  });
}

describe("a bucket", () => {
  it("is shut: no public access, no ACLs, no TLS older than 1.2", () => {
    const template = make();
    expect(only(template, "aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(only(template, "aws_s3_bucket_ownership_controls").rule).toEqual({
      object_ownership: "BucketOwnerEnforced",
    });
    const { Statement } = JSON.parse(only(template, "aws_s3_bucket_policy").policy);
    expect(
      Statement.map(({ Sid, Effect }: { Sid: string; Effect: string }) => [Sid, Effect]),
    ).toEqual([
      ["RefusePlainHttp", "Deny"],
      ["RefuseOldTls", "Deny"],
    ]);
  });

  it.each([
    ["dev", { force_destroy: true }, "Suspended", 7],
    ["prod", { force_destroy: false, lifecycle: { prevent_destroy: true } }, "Enabled", 30],
  ] as const)(
    "in %s is protected and keeps old versions so: %j, %s, %i days",
    (stage, bucket, status, days) => {
      const template = make({ stage });
      expect(only(template, "aws_s3_bucket")).toEqual({ bucket: "acme-prod-media", ...bucket });
      expect(only(template, "aws_s3_bucket_versioning").versioning_configuration).toEqual({
        status,
      });
      const [tidy] = only(template, "aws_s3_bucket_lifecycle_configuration").rule;
      expect(tidy.noncurrent_version_expiration).toEqual([{ noncurrent_days: days }]);
    },
  );

  it("ages objects by prefix, to colder storage and away, the warmest first", () => {
    const { rule } = only(
      make({
        ageing: {
          uploads: {
            prefix: "uploads/",
            moveAfterDays: { GLACIER_IR: 90, STANDARD_IA: 30 },
            deleteAfterDays: 365,
          },
        },
      }),
      "aws_s3_bucket_lifecycle_configuration",
    );
    expect(rule[1]).toEqual({
      id: "uploads",
      status: "Enabled",
      filter: [{ prefix: "uploads/" }],
      transition: [
        { storage_class: "STANDARD_IA", days: 30 },
        { storage_class: "GLACIER_IR", days: 90 },
      ],
      expiration: [{ days: 365 }],
    });
    // S3 gives an empty filter back, and the plan would show it each time.
    expect(rule[0].filter).toEqual([{ prefix: "" }]);
  });

  it("lets browsers of named sites in, and tells EventBridge when asked", () => {
    const template = make({
      events: true,
      crossOrigin: { app: { origins: ["https://app.example.com"], methods: ["PUT"] } },
    });
    expect(only(template, "aws_s3_bucket_cors_configuration").cors_rule).toEqual([
      {
        id: "app",
        allowed_origins: ["https://app.example.com"],
        allowed_methods: ["PUT"],
        max_age_seconds: 3600,
      },
    ]);
    expect(only(template, "aws_s3_bucket_notification").eventbridge).toBe(true);
    expect(resourcesOf(make(), "aws_s3_bucket_notification")).toEqual({});
  });
});

describe("a grant", () => {
  type Grant = (bucket: BucketStore, to: ReturnType<typeof testApp>) => void;
  const policyOf = (grant: Grant, name: string, props: Partial<BucketProps> = {}) => {
    const template = synth((stack) => {
      const bucket = new Bucket(stack, "media", { stage: "dev", name: "acme-media", ...props });
      grant(bucket, testApp(stack));
    });
    const policies = Object.values(resourcesOf(template, "aws_iam_role_policy"));
    return JSON.parse(policies.find((each) => each.name === name)!.policy);
  };
  const may = (...grant: Parameters<typeof policyOf>) => {
    const policy = policyOf(...grant);
    return (action: string, resource: string, keys = {}) =>
      allows(policy, { action, resource, keys });
  };
  const AT = "arn:aws:s3:::acme-media";

  it("to read is for what lies below the prefix", () => {
    const reads = may((bucket, to) => bucket.grantRead(to, "covers/"), "read-media", {
      encryptionKeyArn: KEY,
    });
    expect(reads("s3:GetObject", `${AT}/covers/1.jpg`)).toBe(true);
    expect(reads("s3:GetObject", `${AT}/secret`)).toBe(false);
    expect(reads("s3:PutObject", `${AT}/covers/1.jpg`)).toBe(false);
    expect(reads("kms:Decrypt", KEY)).toBe(true);
    expect(reads("kms:GenerateDataKey", KEY)).toBe(false);
  });

  it("to write is neither to read nor to delete", () => {
    const writes = may((bucket, to) => bucket.grantWrite(to), "write-media");
    expect(writes("s3:PutObject", `${AT}/a`)).toBe(true);
    expect(writes("s3:GetObject", `${AT}/a`)).toBe(false);
    expect(writes("s3:DeleteObject", `${AT}/a`)).toBe(false);
  });

  it.each<[string, Grant, string[]]>([
    ["read", (of, to) => of.grantRead(to), ["kms:Decrypt", "s3:GetObject", "s3:ListBucket"]],
    [
      "write",
      (of, to) => of.grantWrite(to),
      ["kms:Decrypt", "kms:GenerateDataKey", "s3:AbortMultipartUpload", "s3:PutObject"],
    ],
    ["delete", (of, to) => of.grantDelete(to), ["s3:DeleteObject"]],
  ])("to %s has these rights and no other", (name, grant, actions) => {
    const policy = policyOf(grant, `${name}-media`, { encryptionKeyArn: KEY });
    expect(actionsOf(policy)).toEqual(actions);
  });

  it("to delete leaves old versions alone", () => {
    const deletes = may((bucket, to) => bucket.grantDelete(to), "delete-media");
    expect(deletes("s3:DeleteObject", `${AT}/a`)).toBe(true);
    expect(deletes("s3:DeleteObjectVersion", `${AT}/a`)).toBe(false);
  });

  it("on a bucket of another stack needs its name alone", () => {
    const template = synth((stack) => {
      Bucket.fromExisting(stack, "media", { name: "acme-media" }).grantRead(testApp(stack));
    });
    expect(resourcesOf(template, "aws_s3_bucket")).toEqual({});
    expect(JSON.stringify(resourcesOf(template, "aws_iam_role_policy"))).toContain(`${AT}/*`);
  });
});

it("what is wrong is told all at once", () => {
  const wrong = () =>
    make({
      name: "Acme",
      keepOldDays: 0,
      encryptionKeyArn: "alias/media",
      ageing: {
        Uploads: {},
        covers: {
          prefix: "/covers",
          moveAfterDays: { STANDARD_IA: 10, GLACIER: 5 },
          deleteAfterDays: 4,
        },
      },
      crossOrigin: { app: { origins: ["*", "app.example.com"], methods: [] } },
    });
  const site = "be a site with scheme and without path, such as https://app.example.com";
  expect(refusal(wrong).split("\n")).toEqual(
    [
      'name must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen (s3 bucket), got "Acme"',
      `encryptionKeyArn must be the ARN of a key; S3 takes an alias for the bucket's own account only, got "alias/media"`,
      "keepOldDays must be at least 1, got 0",
      'ageing must have keys in kebab case, got "Uploads"',
      "ageing.Uploads must delete or move something; say deleteAfterDays or moveAfterDays",
      'ageing.covers.prefix must not begin with a slash: names of objects do not, got "/covers"',
      "ageing.covers.moveAfterDays.STANDARD_IA must be at least 30, got 10",
      "ageing.covers.moveAfterDays.STANDARD_IA must be less than deleteAfterDays, got 10",
      "ageing.covers.moveAfterDays.GLACIER must be more than that of STANDARD_IA: objects only move to colder storage, got 5",
      "ageing.covers.moveAfterDays.GLACIER must be less than deleteAfterDays, got 5",
      "crossOrigin.app.methods must name at least one method",
      `crossOrigin.app.origins must ${site}, got "*"`,
      `crossOrigin.app.origins must ${site}, got "app.example.com"`,
    ].map((line) => `test/media: ${line}`),
  );
});
