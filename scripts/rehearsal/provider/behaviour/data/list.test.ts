import { describe, expect, it } from "vitest";
import type { Fields } from "../../cty/value.ts";
import { CLOUDS } from "../../schema/library.ts";
import { oneCloud } from "../../store/store.ts";
import { cloudOf, library, World } from "../../testing/world.ts";
import { attributeOf, listedType } from "./listed.ts";
import { madeBy } from "./made-by.ts";
import { readDataSource } from "./read.ts";

function ask(type: string, config: Fields, { connection, store }: World): Fields {
  const from = library(cloudOf(type));
  const source = { ...madeBy(type, from), schema: from.dataSource(type)! };
  return readDataSource({ ...source, connection, clouds: oneCloud(store) }, config);
}

describe("a data source that lists", () => {
  const aws = new World("aws");
  const vpc = aws.apply("aws_vpc", { cidr_block: "10.0.0.0/16", tags: { Name: "main" } });
  const other = aws.apply("aws_vpc", { cidr_block: "10.1.0.0/16" });
  const subnet = (of: Fields, cidr_block: string, Tier: string) =>
    aws.apply("aws_subnet", { vpc_id: of["id"]!, cidr_block, tags: { Tier } })["id"]!;
  const [a, b] = [subnet(vpc, "10.0.0.0/24", "private-a"), subnet(vpc, "10.0.1.0/24", "public-a")];
  const c = subnet(other, "10.1.0.0/24", "private-b");
  const roles = ["deploy", "deploy-web", "worker"].map((name) =>
    aws.apply("aws_iam_role", { name, assume_role_policy: "{}" }),
  );
  for (const name of ["/acme/api/key", "/acme/api/db/url", "/acme/web"]) {
    aws.apply("aws_ssm_parameter", { name, type: "String", value: name });
  }
  const queue = aws.apply("aws_sqs_queue", { name: "jobs" });
  const balancer = aws.apply("aws_lb", { name: "web", subnets: [] });
  aws.apply("aws_db_instance", { identifier: "library", instance_class: "db.t4g.micro" });

  it.each<[string, Fields, Fields]>([
    ["aws_subnets", {}, { ids: [a, b, c] }],
    ["aws_subnets", { filter: [{ name: "vpc-id", values: [vpc["id"]!] }] }, { ids: [a, b] }],
    ["aws_subnets", { filter: [{ name: "tag:Tier", values: ["private-*"] }] }, { ids: [a, c] }],
    ["aws_subnets", { tags: { Tier: "public-a" } }, { ids: [b] }],
    ["aws_subnets", { tags: { Tier: "none" } }, { ids: [] }],
    ["aws_vpcs", { tags: { Name: "main" } }, { ids: [vpc["id"]!] }],
    ["aws_iam_roles", { name_regex: "^deploy" }, { names: ["deploy", "deploy-web"] }],
    ["aws_iam_roles", {}, { arns: roles.map(({ arn }) => arn!) }],
    ["aws_ssm_parameters_by_path", { path: "/acme/api" }, { names: ["/acme/api/key"] }],
    [
      "aws_ssm_parameters_by_path",
      { path: "/acme/api/", recursive: true },
      { values: ["/acme/api/key", "/acme/api/db/url"] },
    ],
    ["aws_sqs_queues", { queue_name_prefix: "jo" }, { queue_urls: [queue["url"]!] }],
    ["aws_lbs", {}, { arns: [balancer["arn"]!] }],
    ["aws_db_instances", {}, { instance_identifiers: ["library"] }],
    ["aws_ec2_instance_types", {}, { instance_types: [] }],
  ])("answers with what stands: %s %j", (type, config, answer) => {
    expect(ask(type, config, aws)).toMatchObject(answer);
  });

  it("sees no other region, and nothing of another account", () => {
    expect(ask("aws_subnets", { region: "eu-west-3" }, aws)["ids"]).toEqual([]);
    const elsewhere = new World("aws", { allowed_account_ids: ["444455556666"] });
    const from = { connection: elsewhere.connection, store: aws.store } as World;
    expect(ask("aws_iam_roles", {}, from)["names"]).toEqual([]);
  });

  it("answers with an object for each, at Cloudflare", () => {
    const cloudflare = new World("cloudflare");
    const zone = cloudflare.apply("cloudflare_zone", { name: "example.net", account: { id: "a" } });
    const record = { zone_id: zone["id"]!, type: "A", ttl: 1 };
    for (const name of ["www.example.net", "api.example.net"]) {
      cloudflare.apply("cloudflare_dns_record", { ...record, name, content: "203.0.113.7" });
    }
    const zones = ask("cloudflare_zones", { name: "example.net" }, cloudflare)["result"];
    expect(zones).toMatchObject([{ id: zone["id"], name: "example.net" }]);
    const named = { zone_id: zone["id"]!, name: { startswith: "api." } };
    const records = ask("cloudflare_dns_records", named, cloudflare)["result"];
    expect(records).toMatchObject([{ name: "api.example.net", type: "A", content: "203.0.113.7" }]);
    const most = { zone_id: zone["id"]!, max_items: 1 };
    expect(ask("cloudflare_dns_records", most, cloudflare)["result"]).toHaveLength(1);
  });

  it("answers with an object for each, or with names, at Google", () => {
    const google = new World("google");
    const network = google.apply("google_compute_network", { name: "main" });
    const range = { network: network["id"]!, ip_cidr_range: "10.0.0.0/20" };
    google.apply("google_compute_subnetwork", { ...range, name: "a" });
    google.apply("google_compute_subnetwork", { ...range, name: "b", region: "europe-west4" });
    expect(ask("google_compute_networks", {}, google)["networks"]).toEqual(["main"]);
    const here = ask("google_compute_subnetworks", { region: "europe-west4" }, google);
    expect(here["subnetworks"]).toMatchObject([{ name: "b", ip_cidr_range: "10.0.0.0/20" }]);
    const found = ask("google_compute_subnetworks", { filter: 'name = "a"' }, google);
    expect(found["subnetworks"]).toMatchObject([{ name: "a" }]);
    expect(() => ask("google_compute_subnetworks", { filter: "name : a* OR b" }, google)).toThrow(
      "the filter of google_compute_subnetworks is not understood: name : a* OR b",
    );
  });
});

describe("what a list is called", () => {
  it("tells of what it is, for most lists of the three clouds", () => {
    const counts = CLOUDS.map((cloud) => {
      const { index } = library(cloud);
      const lists = Object.keys(index.data).filter((type) => !(type in index.resources));
      return lists.filter((type) => listedType(type, (name) => name in index.resources)).length;
    });
    expect(counts).toEqual([101, 34, 125]);
  });

  it("tells which attribute it gives", () => {
    const known = (name: string) => ["id", "name", "arn", "public_ip"].includes(name);
    const of = (list: string) => attributeOf(list, "google_compute_network", known);
    expect(["ids", "log_group_names", "public_ips", "networks", "tags"].map(of)).toEqual([
      "id",
      "name",
      "public_ip",
      "name",
      undefined,
    ]);
  });
});
