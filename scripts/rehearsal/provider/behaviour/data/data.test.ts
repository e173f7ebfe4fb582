import { describe, expect, it } from "vitest";
import type { Fields } from "../../cty/value.ts";
import { ERROR } from "../../protocol/messages.ts";
import { Refusal } from "../../protocol/refusal.ts";
import { oneCloud } from "../../store/store.ts";
import { cloudOf, library, World } from "../../testing/world.ts";
import { madeBy } from "./made-by.ts";
import { readDataSource } from "./read.ts";

const ask = (type: string, config: Fields = {}, world = new World(cloudOf(type))) => {
  const from = library(cloudOf(type));
  const source = { ...madeBy(type, from), schema: from.dataSource(type)! };
  const { connection, store } = world;
  const isDeclared = (_stack: string, id: string) => id === "vpc-of-the-office";
  return readDataSource(
    { ...source, connection, clouds: { ...oneCloud(store), isDeclared } },
    config,
  );
};

function diagnosticOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error instanceof Refusal ? error.diagnostic : error;
  }
}

describe("a data source that computes", () => {
  it.each<[string, Fields, Fields]>([
    ["aws_caller_identity", {}, { account_id: "111122223333", id: "111122223333" }],
    ["aws_region", {}, { region: "eu-west-1", endpoint: "ec2.eu-west-1.amazonaws.com" }],
    ["aws_region", { region: "eu-west-3" }, { id: "eu-west-3" }],
    ["aws_partition", {}, { partition: "aws", dns_suffix: "amazonaws.com" }],
    [
      "aws_availability_zones",
      { exclude_names: ["eu-west-1a"] },
      { names: ["eu-west-1b", "eu-west-1c"], zone_ids: ["euw1-az2", "euw1-az3"] },
    ],
    ["aws_availability_zone", { name: "eu-west-1b" }, { zone_id: "euw1-az2", name_suffix: "b" }],
    ["aws_availability_zone", { zone_id: "euw1-az3" }, { name: "eu-west-1c" }],
    [
      "aws_availability_zones",
      { region: "ap-southeast-2" },
      { zone_ids: ["apse2-az1", "apse2-az2", "apse2-az3"] },
    ],
    [
      "aws_arn",
      { arn: "arn:aws:logs:eu-west-1:111122223333:log-group:/acme" },
      {
        service: "logs",
        region: "eu-west-1",
        account: "111122223333",
        resource: "log-group:/acme",
      },
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
  const world = new World("aws");
  const tags = { Name: "main", Tier: "network" };
  const vpc = world.apply("aws_vpc", { cidr_block: "10.0.0.0/16", tags });
  const other = world.apply("aws_vpc", { cidr_block: "10.1.0.0/16", tags: { Tier: "network" } });
  const zone = world.apply("aws_route53_zone", { name: "example.com" });

  it.each<[string, Fields, Fields]>([
    ["aws_vpc", { id: vpc["id"]! }, vpc],
    ["aws_vpc", { cidr_block: "10.1.0.0/16" }, other],
    ["aws_vpc", { tags: { Name: "main" } }, vpc],
    ["aws_vpc", { filter: [{ name: "tag:Name", values: ["another", "main"] }] }, vpc],
    ["aws_vpc", { filter: [{ name: "vpc-id", values: [other["id"]!] }] }, other],
    ["aws_route53_zone", { name: "example.com.", private_zone: false }, zone],
    ["aws_route53_zone", { zone_id: zone["zone_id"]! }, zone],
  ])("answers from what stands: %s %j", (type, config, { id, arn }) => {
    expect(ask(type, config, world)).toMatchObject({ id, arn });
  });

  it("finds what Cloudflare has, by its own id and by a filter", () => {
    const cloudflare = new World("cloudflare");
    const wanted = { name: "example.net", account: { id: "0".repeat(32) } };
    const { id } = cloudflare.apply("cloudflare_zone", wanted);
    cloudflare.apply("cloudflare_zone", { ...wanted, name: "example.org" });
    const filter = { name: "example.net" };
    expect(ask("cloudflare_zone", { filter }, cloudflare)).toMatchObject({ id });
    expect(ask("cloudflare_zone", { zone_id: id! }, cloudflare)).toMatchObject(filter);
  });

  it("refuses where nothing matches, and says how it would exist", () => {
    expect(diagnosticOf(() => ask("aws_vpc", { id: "vpc-1" }, world))).toEqual({
      severity: ERROR,
      summary: "no aws_vpc has id vpc-1",
      detail:
        "None stands in the rehearsal cloud. If it exists outside of what is rehearsed, say so in " +
        'environments/dev/existing.json: {"vpc-1": "<what it is>"}.',
    });
    expect(ask("aws_vpc", { id: "vpc-of-the-office" }, world)["id"]).toBe("vpc-of-the-office");
  });

  it("refuses where several match", () => {
    expect(diagnosticOf(() => ask("aws_vpc", { tags: { Tier: "network" } }, world))).toEqual({
      severity: ERROR,
      summary: "several aws_vpc have tag:Tier network",
      detail: `Ask more closely. They are ${vpc["id"]} of dev-app, ${other["id"]} of dev-app.`,
    });
  });

  it("takes the latest where it is asked for that, and refuses where there is none", () => {
    const identifiers = { db_instance_identifier: "library", most_recent: true };
    expect(() => ask("aws_db_snapshot", identifiers, world)).toThrow(
      "no aws_db_snapshot has db_instance_identifier library",
    );
    const [, second] = ["first", "second"].map((db_snapshot_identifier) =>
      world.apply("aws_db_snapshot", { db_instance_identifier: "library", db_snapshot_identifier }),
    );
    expect(ask("aws_db_snapshot", identifiers, world)["id"]).toBe(second!["id"]);
  });

  it("sees no other region, but what a whole account shares", () => {
    world.apply("aws_iam_role", { name: "deploy", assume_role_policy: "{}" });
    const region = "eu-west-3";
    expect(() => ask("aws_vpc", { id: vpc["id"]!, region }, world)).toThrow(`no aws_vpc has id`);
    expect(ask("aws_iam_role", { name: "deploy", region }, world)["name"]).toBe("deploy");
  });

  it.each<[string, Fields]>([
    ["aws_kms_alias", { name: "alias/aws/s3" }],
    ["aws_iam_policy", { arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
    ["aws_ssm_parameter", { name: "/aws/service/ami-amazon-linux-latest/al2023" }],
    ["aws_ami", { owners: ["amazon"], name_regex: "^al2023" }],
    ["aws_vpc", { default: true }],
    ["aws_ec2_managed_prefix_list", { name: "com.amazonaws.eu-west-1.s3" }],
  ])("makes up what a cloud has of itself, the same each time: %s %j", (type, config) => {
    expect(ask(type, config)).toMatchObject(config);
    expect(ask(type, config)).toEqual(ask(type, config));
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

  it("names anybody by a star only where nobody else is named", () => {
    const anybody = { type: "*", identifiers: ["*"] };
    const minified = (...principals: Fields[]) =>
      ask("aws_iam_policy_document", { statement: [{ actions: ["a:b"], principals }] })
        .minified_json;
    expect(minified(anybody)).toContain('"Principal":"*"');
    expect(minified(anybody, { type: "AWS", identifiers: ["*"] })).toContain(
      '"Principal":{"*":"*","AWS":"*"}',
    );
  });

  it("refuses to merge what is no policy", () => {
    const merging = (document: string) => () =>
      ask("aws_iam_policy_document", { source_policy_documents: ["{}", document] });
    const where = "writing IAM Policy Document: merging source document 1";
    expect(merging('{"Statement":{}}')).toThrow(`${where}: Statement must be a list`);
    expect(merging("nothing")).toThrow(where);
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
