import { only, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { site, statementsWith } from "../testing/site.ts";

const TOPIC = "arn:aws:sns:us-east-1:111122223333:acme-critical";
const AT = "arn:aws:s3:::acme-prod-site";

describe("a preview", () => {
  it("has its password nowhere in the template, but a store to look it up", () => {
    const template = site({ visitors: "with-password" });
    const { key_value_store_associations: stores } = only(template, "aws_cloudfront_function");
    expect(stores).toEqual([expect.stringContaining("aws_cloudfront_key_value_store")]);
    expect(only(template, "aws_cloudfront_key_value_store")).toEqual({
      name: "acme-prod-site",
      lifecycle: { create_before_destroy: true },
    });
    expect(Object.keys(template.resource).join()).not.toContain("keyvaluestore_key");
  });
});

describe("a key of one's own", () => {
  it("opens to CloudFront for this distribution alone", () => {
    const { policy } = only(site({ encryption: "own-key" }), "aws_kms_key_policy");
    expect(JSON.parse(policy).Statement[1]).toEqual({
      Sid: "ReadForTheSite",
      Effect: "Allow",
      Principal: { Service: ["cloudfront.amazonaws.com"] },
      Action: ["kms:Decrypt"],
      Resource: ["*"],
      Condition: {
        StringEquals: { "aws:SourceArn": [expect.stringContaining("aws_cloudfront_distribution")] },
      },
    });
  });
});

describe("the way back to S3's keys", () => {
  it("keeps the key for files from before, and takes new ones without it", () => {
    const template = site({ encryption: "back-to-s3" });
    expect(Object.keys(resourcesOf(template, "aws_kms_key"))).toHaveLength(1);
    const configured = Object.values(
      resourcesOf(template, "aws_s3_bucket_server_side_encryption_configuration"),
    ).map(({ rule }) => rule[0].apply_server_side_encryption_by_default.sse_algorithm);
    expect(configured).toEqual(["AES256", "AES256"]);
  });
});

describe("logs", () => {
  it("are delivered by the way that needs no ACLs, in CloudFront's region, and go after 90 days", () => {
    const template = site();
    for (const type of ["source", "destination", ""]) {
      const each = only(template, `aws_cloudwatch_log_delivery${type && `_${type}`}`);
      expect(each.region).toBe("us-east-1");
    }
    expect(statementsWith(template, "DeliverLogs")[2]).toEqual({
      Sid: "DeliverLogs",
      Effect: "Allow",
      Principal: { Service: ["delivery.logs.amazonaws.com"] },
      Action: ["s3:PutObject"],
      Resource: [`${AT}-logs/AWSLogs/111122223333/CloudFront/*`],
      Condition: {
        StringEquals: {
          "aws:SourceAccount": ["111122223333"],
          "s3:x-amz-acl": ["bucket-owner-full-control"],
        },
        ArnLike: {
          "aws:SourceArn": ["arn:aws:logs:us-east-1:111122223333:delivery-source:acme-prod-site"],
        },
      },
    });
    expect(
      JSON.stringify(resourcesOf(template, "aws_s3_bucket_lifecycle_configuration")),
    ).toContain('"expiration":[{"days":90}]');
  });
});

describe("numbers", () => {
  it("call somebody in CloudFront's region when the site answers with errors", () => {
    const alarm = only(site({ alarm: { topicArn: TOPIC } }), "aws_cloudwatch_metric_alarm");
    expect(alarm).toMatchObject({
      region: "us-east-1",
      alarm_name: "acme-prod-site-errors",
      alarm_actions: [TOPIC],
      threshold: 5,
    });
    expect(JSON.stringify(alarm.metric_query)).toContain('"Region":"Global"');
  });

  it("of each minute are bought where asked", () => {
    const type = "aws_cloudfront_monitoring_subscription";
    expect(resourcesOf(site(), type)).toEqual({});
    const { monitoring_subscription } = only(site({ detailedMetrics: true }), type);
    expect(monitoring_subscription).toEqual({
      realtime_metrics_subscription_config: { realtime_metrics_subscription_status: "Enabled" },
    });
  });
});
