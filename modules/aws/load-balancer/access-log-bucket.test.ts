import { addresses, only, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { FakeNetwork } from "../testing/network.ts";
import { AccessLogBucket, type AccessLogBucketProps } from "./access-log-bucket.ts";
import { LoadBalancer } from "./load-balancer.ts";

const PROPS: AccessLogBucketProps = {
  stage: "prod",
  name: "acme-prod-lb-logs",
  accountId: "111122223333",
};

function make(props: Partial<AccessLogBucketProps>) {
  return synth((stack) => new AccessLogBucket(stack, "logs", { ...PROPS, ...props }));
}

describe("AccessLogBucket", () => {
  it("lets the delivery service write this account's logs, and refuses plain HTTP", () => {
    expect(JSON.parse(only(make({}), "aws_s3_bucket_policy").policy).Statement).toEqual([
      {
        Sid: "DeliverLogs",
        Effect: "Allow",
        Principal: { Service: ["logdelivery.elasticloadbalancing.amazonaws.com"] },
        Action: ["s3:PutObject"],
        Resource: ["${aws_s3_bucket.logs.arn}/*/AWSLogs/111122223333/*"],
      },
      {
        Sid: "RefusePlainHttp",
        Effect: "Deny",
        Principal: { AWS: ["*"] },
        Action: ["s3:*"],
        Resource: ["${aws_s3_bucket.logs.arn}", "${aws_s3_bucket.logs.arn}/*"],
        Condition: { Bool: { "aws:SecureTransport": ["false"] } },
      },
    ]);
  });

  it("encrypts with keys of S3, as load balancers cannot write with keys of KMS", () => {
    expect(only(make({}), "aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
  });

  it("is private and owned by the account", () => {
    const template = make({});
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

  it.each([
    ["dev", 14, true, undefined],
    ["prod", 90, false, { prevent_destroy: true }],
  ] as const)(
    "keeps logs and itself in %s as long as it should",
    (stage, days, force, lifecycle) => {
      const template = make({ stage });
      const [rule] = only(template, "aws_s3_bucket_lifecycle_configuration").rule;
      expect(rule.expiration).toEqual([{ days }]);
      expect(only(template, "aws_s3_bucket").force_destroy).toBe(force);
      expect(only(template, "aws_s3_bucket").lifecycle).toEqual(lifecycle);
    },
  );

  it("keeps its address: another one destroys the bucket and the logs in it", () => {
    expect(addresses(make({}))).toContain("aws_s3_bucket.logs");
  });

  it("has its policy before a load balancer is told to write", () => {
    const template = synth((stack) => {
      new LoadBalancer(stack, "edge", {
        stage: "prod",
        name: "acme-prod-edge",
        network: new FakeNetwork(stack),
        exposure: { scheme: "internal" },
        tls: { certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/1" },
        logs: { bucket: new AccessLogBucket(stack, "logs", PROPS) },
      });
    });
    const [policy] = Object.keys(resourcesOf(template, "aws_s3_bucket_policy"));
    expect(only(template, "aws_lb").depends_on).toEqual([`aws_s3_bucket_policy.${policy}`]);
  });

  it("refuses a wrong name, account and retention at once", () => {
    expect(() => make({ name: "Logs", accountId: "1234", retentionDays: 0 })).toThrow(
      'test/logs: name must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen (s3 bucket), got "Logs"\n' +
        'test/logs: accountId must be 12 digits, got "1234"\n' +
        "test/logs: retentionDays must be at least 1, got 0",
    );
  });
});
