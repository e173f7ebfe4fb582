import { addresses, only, refusal, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { DEFAULTS, keyAliasArn, StateBucket, type StateBucketProps } from "./index.ts";

const DEV: StateBucketProps = { stage: "dev", name: "acme-dev-terraform-state" };
const PROD: StateBucketProps = { stage: "prod", name: "acme-prod-terraform-state" };

const make = (props: StateBucketProps) => synth((stack) => new StateBucket(stack, "state", props));

describe("the bucket", () => {
  it.each([DEV, PROD])("is refused to every plan that would destroy it: $stage", (props) => {
    const buckets = Object.values(resourcesOf(make(props), "aws_s3_bucket"));
    expect(buckets.length).toBe(props.stage === "dev" ? 1 : 2);
    for (const bucket of buckets) expect(bucket.lifecycle).toEqual({ prevent_destroy: true });
  });

  it("keeps its address: changing it loses every state of the environment", () => {
    const buckets = addresses(make(DEV)).filter((address) => address.startsWith("aws_s3_bucket."));
    expect(buckets).toEqual(["aws_s3_bucket.state"]);
  });

  it("keeps every version", () => {
    expect(only(make(DEV), "aws_s3_bucket_versioning").versioning_configuration).toEqual({
      status: "Enabled",
    });
  });

  it.each([
    [DEV, 90, 10],
    [PROD, 365, 50],
  ] as const)(
    "keeps old versions in %j for %i days, and the newest %i for ever",
    (props, days, versions) => {
      const rules = Object.values(resourcesOf(make({ ...props, accessLog: false }), LIFECYCLE));
      expect(rules[0]!.rule).toEqual([
        {
          id: "forget-old-versions",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrent_version_expiration: [
            { noncurrent_days: days, newer_noncurrent_versions: versions },
          ],
          expiration: [{ expired_object_delete_marker: true }],
          abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
        },
      ]);
    },
  );

  it("is open to nobody, and has no ACLs", () => {
    const template = make(DEV);
    expect(only(template, "aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(only(template, "aws_s3_bucket_ownership_controls").rule).toEqual({
      object_ownership: "BucketOwnerEnforced",
    });
  });

  it("refuses plain HTTP and old TLS", () => {
    const statements = JSON.parse(only(make(DEV), "aws_s3_bucket_policy").policy).Statement;
    const everything = {
      Effect: "Deny",
      Principal: { AWS: ["*"] },
      Action: ["s3:*"],
      Resource: [
        "arn:aws:s3:::acme-dev-terraform-state",
        "arn:aws:s3:::acme-dev-terraform-state/*",
      ],
    };
    expect(statements).toEqual([
      {
        Sid: "RefusePlainHttp",
        ...everything,
        Condition: { Bool: { "aws:SecureTransport": ["false"] } },
      },
      {
        Sid: "RefuseOldTls",
        ...everything,
        Condition: { NumericLessThan: { "s3:TlsVersion": ["1.2"] } },
      },
    ]);
  });

  it("gives overrides the last word but on its name and its protection", () => {
    const bucket = {
      bucket: "other",
      tags: { Team: "platform" },
      forceDestroy: true,
      lifecycle: { preventDestroy: false },
    };
    expect(only(make({ ...DEV, overrides: { bucket } }), "aws_s3_bucket")).toMatchObject({
      bucket: "acme-dev-terraform-state",
      tags: { Team: "platform" },
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
  });
});

const LIFECYCLE = "aws_s3_bucket_lifecycle_configuration";
const ENCRYPTION = "aws_s3_bucket_server_side_encryption_configuration";

describe("its key", () => {
  it("is S3's own in dev", () => {
    expect(only(make(DEV), ENCRYPTION).rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
    expect(resourcesOf(make(DEV), "aws_kms_key")).toEqual({});
  });

  it("is one of the account's in prod, rotated, with a name, protected like the bucket", () => {
    const template = make({ ...PROD, accessLog: false });
    expect(only(template, ENCRYPTION).rule).toEqual([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: expect.stringMatching(/^\$\{aws_kms_key\.\S+\.arn\}$/),
        },
        bucket_key_enabled: true,
      },
    ]);
    expect(only(template, "aws_kms_key")).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
    expect(only(template, "aws_kms_alias")).toMatchObject({
      name: "alias/acme-prod-terraform-state",
      lifecycle: { prevent_destroy: true },
    });
  });

  it("has an ARN from names alone, for the settings of the backend", () => {
    synth((stack) => {
      expect(keyAliasArn(stack, "alias/acme-prod-terraform-state")).toBe(
        "arn:aws:kms:eu-west-1:111122223333:alias/acme-prod-terraform-state",
      );
    });
  });
});

describe("its access log", () => {
  it("is written in prod, kept for a year, by the log service for this bucket alone", () => {
    const template = make(PROD);
    expect(only(template, "aws_s3_bucket_logging").target_prefix).toBe("");
    const policies = Object.values(resourcesOf(template, "aws_s3_bucket_policy"));
    const delivery = policies
      .flatMap(({ policy }) => JSON.parse(policy).Statement)
      .find(({ Sid }) => Sid === "DeliverLog");
    expect(delivery).toEqual({
      Sid: "DeliverLog",
      Effect: "Allow",
      Principal: { Service: ["logging.s3.amazonaws.com"] },
      Action: ["s3:PutObject"],
      Resource: ["arn:aws:s3:::acme-prod-terraform-state-log/*"],
      Condition: {
        ArnEquals: { "aws:SourceArn": ["arn:aws:s3:::acme-prod-terraform-state"] },
        StringEquals: { "aws:SourceAccount": ["111122223333"] },
      },
    });
    const days = Object.values(resourcesOf(template, LIFECYCLE)).flatMap(({ rule }) =>
      rule.map((each: { expiration: { days?: number }[] }) => each.expiration[0]?.days),
    );
    expect(days).toContain(365);
  });

  it("is not written in dev", () => {
    expect(resourcesOf(make(DEV), "aws_s3_bucket_logging")).toEqual({});
  });
});

it("has the same defaults in its constant", () => {
  expect(DEFAULTS).toEqual({
    encryption: { dev: "s3", prod: "own-key" },
    accessLog: { dev: false, prod: true },
    keepDays: { dev: 90, prod: 365 },
    keepVersions: { dev: 10, prod: 50 },
    logDays: { dev: 90, prod: 365 },
  });
});

it("refuses a name that has no room for its log, and versions that go too soon, at once", () => {
  const name = `${"a".repeat(56)}-state`;
  expect(refusal(() => make({ ...PROD, name, keepDays: 7, keepVersions: 0 }))).toBe(
    [
      `name must have at most 63 characters (s3 bucket), got "${name}-log"; shorten it by 3`,
      "keepDays must be at least 30, got 7",
      "keepVersions must be 1 to 100, got 0",
    ]
      .map((line) => `test/state: ${line}`)
      .join("\n"),
  );
});
