import { describe, expect, it } from "vitest";
import type { Fields } from "../../cty/value.ts";
import { cloudOf, World } from "../../testing/world.ts";

const made = (type: string, config: Fields, provider: Fields = {}) =>
  new World(cloudOf(type), provider).apply(type, config);

describe("computed values", () => {
  it.each<[string, Fields, string, string | RegExp]>([
    ["aws_vpc", {}, "id", /^vpc-[0-9a-f]{17}$/],
    ["aws_subnet", { availability_zone: "eu-west-1c" }, "availability_zone_id", "euw1-az3"],
    ["aws_subnet", { availability_zone_id: "euw1-az2" }, "availability_zone", "eu-west-1b"],
    ["aws_subnet", {}, "availability_zone", "eu-west-1a"],
    ["aws_subnet", {}, "availability_zone_id", "euw1-az1"],
    ["aws_iam_role", { name: "api", path: "/" }, "arn", "arn:aws:iam::111122223333:role/api"],
    ["aws_s3_bucket", { bucket: "acme" }, "arn", "arn:aws:s3:::acme"],
    [
      "aws_sqs_queue",
      { name: "jobs" },
      "id",
      "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs",
    ],
    [
      "aws_ecr_repository",
      { name: "api" },
      "repository_url",
      "111122223333.dkr.ecr.eu-west-1.amazonaws.com/api",
    ],
    ["aws_lb", { name: "web" }, "dns_name", /^web-\d{10}\.eu-west-1\.elb\.amazonaws\.com$/],
    ["aws_kms_key", {}, "arn", /^arn:aws:kms:eu-west-1:111122223333:key\/[0-9a-f-]{36}$/],
    [
      "aws_ssm_parameter",
      { name: "/a/b", type: "String" },
      "arn",
      "arn:aws:ssm:eu-west-1:111122223333:parameter/a/b",
    ],
    [
      "google_service_account",
      { account_id: "app" },
      "email",
      "app@acme-dev.iam.gserviceaccount.com",
    ],
    ["google_storage_bucket", { name: "b", location: "EU" }, "url", "gs://b"],
    [
      "google_compute_network",
      { name: "main", project: "acme" },
      "self_link",
      "https://www.googleapis.com/compute/v1/projects/acme/global/networks/main",
    ],
    ["cloudflare_zone", { name: "example.net" }, "id", /^[0-9a-f]{32}$/],
    ["cloudflare_bot_management", { zone_id: "z" }, "id", "z"],
  ])("of %s %j look like the real ones: %s", (type, config, name, expected) => {
    const value = made(type, config)[name];
    if (expected instanceof RegExp) expect(value).toMatch(expected);
    else expect(value).toBe(expected);
  });

  it("carry the region that the resource names", () => {
    const { arn } = made("aws_sqs_queue", { name: "jobs", region: "eu-west-3" });
    expect(arn).toBe("arn:aws:sqs:eu-west-3:111122223333:jobs");
  });

  it("are equal in every run, and differ from stack to stack", () => {
    const config = { cidr_block: "10.0.0.0/16" };
    expect(made("aws_vpc", config)).toEqual(made("aws_vpc", config));
    expect(made("aws_vpc", config)["id"]).not.toBe(
      made("aws_vpc", config, { rehearsal: "prod-app" })["id"],
    );
  });

  it("give two things that are written alike two ids", () => {
    const world = new World("aws");
    const ids = [1, 2, 3].map(() => world.apply("aws_eip", { domain: "vpc" })["id"]);
    expect(new Set(ids).size).toBe(3);
  });

  it("hold nothing that could pass for a secret", () => {
    const key = made("aws_iam_access_key", { user: "ci" });
    expect(key["secret"]).toMatch(/^rehearsal-not-a-secret-/);
  });

  it("describe a certificate's validation records", () => {
    const domains = { domain_name: "example.com", subject_alternative_names: ["*.example.com"] };
    const { domain_validation_options } = made("aws_acm_certificate", domains);
    expect(domain_validation_options).toEqual([
      expect.objectContaining({ domain_name: "example.com", resource_record_type: "CNAME" }),
      expect.objectContaining({
        domain_name: "*.example.com",
        resource_record_name: expect.stringMatching(/^_[0-9a-f]{32}\.example\.com\.$/),
      }),
    ]);
  });
});
