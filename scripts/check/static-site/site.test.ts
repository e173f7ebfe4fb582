// @module-tag long
import { describe, expect, it } from "vitest";
import { Certificate } from "../../../modules/aws/certificate/index.ts";
import { StaticSite, type StaticSiteProps } from "../../../modules/aws/static-site/index.ts";
import { synth } from "../../../modules/aws/testing/index.ts";
import { missing } from "../../parts/parts.ts";
import { oneStack } from "../../rehearsal/run/testing/one-stack.ts";

const STACK = "dev-fintech-site";
const TOPIC = "arn:aws:sns:us-east-1:111122223333:acme-critical";

/** A site with everything that makes a resource. */
function estate(props: Partial<StaticSiteProps> = {}) {
  return synth((stack) => {
    const made = new Certificate(stack, "certificate", {
      names: ["www.example.com", "example.com"],
      region: "us-east-1",
    });
    new StaticSite(stack, "site", {
      stage: "dev",
      name: "acme-dev-site",
      routing: "folders",
      domain: {
        name: "www.example.com",
        redirected: ["example.com"],
        certificate: { made, records: [] },
      },
      visitors: "with-password",
      encryption: "own-key",
      logs: {},
      detailedMetrics: true,
      alarm: { topicArn: TOPIC },
      ...props,
    });
  });
}

describe.skipIf(missing("terraform"))("by the real Terraform,", () => {
  const stack = oneStack(STACK);
  const rehearsed = (props?: Partial<StaticSiteProps>) => stack.rehearsed(estate(props));

  it("a site stands in one apply and is planned empty; what follows is changed in place", {
    timeout: 180_000,
  }, async () => {
    const first = await rehearsed();
    expect(first.problems).toEqual([]);
    expect(first.changes).toHaveLength(30);

    const changed = await rehearsed({ routing: "single-page", pageSeconds: 30, protect: true });
    expect(changed.problems).toEqual([]);
    expect(changed.changes).toEqual([
      "update aws_cloudfront_cache_policy.site_pages",
      "update aws_cloudfront_distribution.site",
      "update aws_cloudfront_function.site_viewer-request",
      "update aws_s3_bucket.site_bucket",
      "update aws_s3_bucket.site_logs_bucket",
    ]);

    const renamed = await rehearsed({ name: "acme-dev-web", protect: true });
    expect(renamed.problems.join("\n")).toContain("Instance cannot be destroyed");

    const less = await rehearsed({
      encryption: "back-to-s3",
      logs: { off: { reason: "Nobody looks at them" } },
      visitors: "everyone",
    });
    expect(less.problems).toEqual([]);
    const gone = less.changes.filter((change) => change.startsWith("delete "));
    expect(gone).toContain("delete aws_cloudfront_key_value_store.site_passwords");
    expect(gone).toContain("delete aws_cloudwatch_log_delivery.site_logs_delivery");
    expect(gone.filter((change) => !/_(logs|passwords)/.test(change))).toEqual([]);
  });
});
