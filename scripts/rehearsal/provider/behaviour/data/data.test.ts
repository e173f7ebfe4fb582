import { describe, expect, it } from "vitest";
import type { Fields } from "../../cty/value.ts";
import { cloudOf, connection, library, World } from "../../testing/world.ts";
import { readDataSource } from "./read.ts";

const ask = (type: string, config: Fields = {}, provider: Fields = {}) => {
  const cloud = cloudOf(type);
  const schema = library(cloud).dataSource(type)!;
  const { store } = new World(cloud);
  return readDataSource(type, schema, connection(cloud, provider), store, config);
};

describe("a data source that computes", () => {
  it.each<[string, Fields, Fields]>([
    ["aws_caller_identity", {}, { account_id: "111122223333", id: "111122223333" }],
    ["aws_region", {}, { region: "eu-west-1", endpoint: "ec2.eu-west-1.amazonaws.com" }],
    ["aws_region", { region: "eu-west-3" }, { id: "eu-west-3" }],
    ["aws_partition", {}, { partition: "aws", dns_suffix: "amazonaws.com" }],
    [
      "aws_availability_zones",
      { exclude_names: ["eu-west-1a"] },
      { names: ["eu-west-1b", "eu-west-1c"], zone_ids: ["eu-west-1-az2", "eu-west-1-az3"] },
    ],
    ["google_project", { project_id: "acme" }, { id: "projects/acme", name: "acme" }],
    ["google_client_config", {}, { project: "acme-dev", zone: "europe-west1-b" }],
    [
      "google_compute_image",
      { family: "debian-12", project: "debian-cloud" },
      { id: "projects/debian-cloud/global/images/debian-12-v20250101" },
    ],
    ["cloudflare_account", { account_id: "a".repeat(32) }, { id: "a".repeat(32) }],
  ])("answers %s %j", (type, config, expected) => {
    expect(ask(type, config)).toMatchObject(expected);
  });

  it("answers the addresses that Cloudflare publishes", () => {
    const { ipv4_cidrs } = ask("cloudflare_ip_ranges");
    expect(ipv4_cidrs).toContain("104.16.0.0/13");
  });
});

describe("a data source that looks something up", () => {
  it("finds the zone that the same name makes", () => {
    const made = new World("aws").apply("aws_route53_zone", { name: "example.com" });
    expect(ask("aws_route53_zone", { name: "example.com" })["zone_id"]).toBe(made["zone_id"]);
    const zone = { name: "example.net", account: { id: "0".repeat(32) } };
    const other = new World("cloudflare").apply("cloudflare_zone", zone);
    const found = ask("cloudflare_zone", { filter: { name: "example.net" } });
    expect(found["id"]).toBe(other["id"]);
  });

  it("answers the same each time", () => {
    const config = { name: "com.amazonaws.eu-west-1.s3" };
    expect(ask("aws_ec2_managed_prefix_list", config)).toEqual(
      ask("aws_ec2_managed_prefix_list", config),
    );
  });
});

describe("aws_iam_policy_document", () => {
  const statement = {
    sid: "Read",
    actions: ["s3:GetObject", "s3:ListBucket"],
    resources: ["arn:aws:s3:::a/&{aws:username}"],
    principals: [{ type: "AWS", identifiers: ["arn:aws:iam::1:role/a"] }],
    condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["true"] }],
  };

  it("writes the policy as the provider does", () => {
    const { json } = ask("aws_iam_policy_document", { statement: [statement] });
    expect(json).toBe(`{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": [
        "s3:ListBucket",
        "s3:GetObject"
      ],
      "Resource": "arn:aws:s3:::a/\${aws:username}",
      "Principal": {
        "AWS": "arn:aws:iam::1:role/a"
      },
      "Condition": {
        "Bool": {
          "aws:SecureTransport": "true"
        }
      }
    }
  ]
}`);
  });

  it("lets a later statement of the same Sid win", () => {
    const override = JSON.stringify({ Statement: [{ Sid: "Read", Effect: "Deny" }] });
    const config = { statement: [statement], override_policy_documents: [override] };
    const { minified_json } = ask("aws_iam_policy_document", config);
    expect(minified_json).toBe(
      '{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Deny"}]}',
    );
  });

  it("refuses two statements of the same Sid", () => {
    expect(() => ask("aws_iam_policy_document", { statement: [statement, statement] })).toThrow(
      "duplicate Sid (Read)",
    );
  });
});
