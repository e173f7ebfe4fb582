import { describe, expect, it } from "vitest";
import { type Fields, UNKNOWN } from "../../../cty/value.ts";
import { edited } from "../../../testing/edited.ts";
import { World } from "../../../testing/world.ts";

const aws = new World("aws");

describe("what types do on their own", () => {
  it("makes the next version of a launch template the default one where it follows", () => {
    const template = { name: "a", image_id: "ami-1", update_default_version: true };
    const { planned } = edited("aws_launch_template", template, { image_id: "ami-2" });
    expect(planned).toMatchObject({ default_version: UNKNOWN, latest_version: UNKNOWN });
  });

  it("makes no version of a launch template for a description", () => {
    const template = { name: "a", image_id: "ami-1" };
    const { prior, planned } = edited("aws_launch_template", template, { description: "b" });
    expect(planned["latest_version"]).toBe(prior["latest_version"]);
  });

  it("replaces a parameter that would leave the advanced tier", () => {
    const parameter = { name: "/a", type: "String", value: "1", tier: "Advanced" };
    expect(edited("aws_ssm_parameter", parameter, { tier: "Standard" }).replace).toEqual(["tier"]);
    const up = { ...parameter, tier: "Standard" };
    expect(edited("aws_ssm_parameter", up, { tier: "Advanced" }).replace).toEqual([]);
  });

  it("leaves triggers of a service alone until a deployment is forced", () => {
    const service = { name: "api", triggers: { at: "1" } };
    const { prior, planned } = edited("aws_ecs_service", service, { triggers: { at: "2" } });
    expect(planned).toBe(prior);
    const forced = { triggers: { at: "2" }, force_new_deployment: true };
    expect(edited("aws_ecs_service", service, forced).planned["triggers"]).toEqual({ at: "2" });
  });

  it("replaces a VPC for dedicated machines, and not back", () => {
    const vpc = { cidr_block: "10.0.0.0/16", instance_tenancy: "default" };
    const dedicated = { instance_tenancy: "dedicated" };
    expect(edited("aws_vpc", vpc, dedicated).replace).toEqual(["instance_tenancy"]);
    const back = edited("aws_vpc", { ...vpc, ...dedicated }, { instance_tenancy: "default" });
    expect(back.replace).toEqual([]);
  });

  it("adds subnets to a network load balancer in place, and takes none away", () => {
    const balancer = { name: "a", load_balancer_type: "network", subnets: ["s-1", "s-2"] };
    const more = edited("aws_lb", balancer, { subnets: ["s-1", "s-2", "s-3"] });
    expect(more.replace).toEqual([]);
    expect(more.planned["subnet_mapping"]).toBe(UNKNOWN);
    expect(edited("aws_lb", balancer, { subnets: ["s-1"] }).replace).toEqual(["subnets"]);
  });

  it("plans an empty prefix for a lifecycle rule without one", () => {
    const rule = { id: "a", status: "Enabled", filter: [], transition: [] };
    const { planned } = aws.plan("aws_s3_bucket_lifecycle_configuration", {
      bucket: "acme-a",
      rule: [rule],
    });
    expect(planned["rule"]).toMatchObject([{ id: "a", prefix: "" }]);
  });

  it("replaces a machine for its user data only where that is asked for", () => {
    const machine = { ami: "ami-1", instance_type: "t3.micro", user_data: "one" };
    expect(edited("aws_instance", machine, { user_data: "two" }).replace).toEqual([]);
    const switched = { ...machine, user_data_replace_on_change: true };
    const other = edited("aws_instance", switched, { user_data: "two" });
    expect(other.replace).toEqual(["user_data"]);
    expect(edited("aws_instance", switched, { instance_type: "t3.small" }).replace).toEqual([]);
  });

  it("replaces a table that gets another key", () => {
    const attribute = (name: string) => [{ name, type: "S" }];
    const table = { name: "a", hash_key: "one", attribute: attribute("one") };
    const other = { hash_key: "two", attribute: attribute("two") };
    expect(edited("aws_dynamodb_table", table, other).replace).toEqual(["hash_key"]);
  });

  it("tells a network interface's addresses anew in the views that follow", () => {
    const one = { subnet_id: "s-1", private_ips: ["10.0.0.5"] };
    const more = edited("aws_network_interface", one, {
      private_ips: ["10.0.0.5", "10.0.0.6"],
    });
    expect(more.planned).toMatchObject({ private_ip_list: UNKNOWN, private_ips_count: UNKNOWN });
    expect(more.replace).toEqual([]);
  });

  it("replaces a network interface that gets another first address", () => {
    const one = { subnet_id: "s-1", private_ips: ["10.0.0.5"] };
    const other = edited("aws_network_interface", one, { private_ips: ["10.0.0.6"] });
    expect(other.replace).toEqual(["private_ips"]);
  });

  it("plans a list of addresses that does not count anew each time, as the provider does", () => {
    const one = { subnet_id: "s-1", private_ip_list: ["10.0.0.5"], private_ips_count: 3 };
    const { planned, replace } = edited("aws_network_interface", one, {});
    expect(planned["private_ip_list"]).toBe(UNKNOWN);
    expect(replace).toEqual([]);
  });

  it.each([
    ["OpenSearch_2.17", "OpenSearch_2.19", []],
    ["OpenSearch_2.19", "OpenSearch_3.1", []],
    ["OpenSearch_1.3", "OpenSearch_2.5", []],
    ["Elasticsearch_6.8", "Elasticsearch_7.10", []],
    ["Elasticsearch_7.10", "OpenSearch_1.3", []],
    ["OpenSearch_2.19", "OpenSearch_2.9", ["engine_version"]],
    ["OpenSearch_2.17", "OpenSearch_3.1", ["engine_version"]],
    ["OpenSearch_1.3", "Elasticsearch_7.10", ["engine_version"]],
    ["OpenSearch_2.19", "OpenSearch_4.0", ["engine_version"]],
  ])("takes a search domain from %s to %s as the service does", (from, to, replace) => {
    const domain = { domain_name: "acme", engine_version: from };
    const plan = edited("aws_opensearch_domain", domain, { engine_version: to });
    expect(plan.replace).toEqual(replace);
    expect(plan.planned["engine_version"]).toBe(to);
  });

  it("replaces a search domain that is to be unencrypted, and not for other subnets", () => {
    const subnets = (...subnet_ids: string[]) => ({ vpc_options: [{ subnet_ids }] });
    const encrypted = (enabled: boolean) => ({ encrypt_at_rest: [{ enabled }] });
    const domain = { domain_name: "acme", ...encrypted(true), ...subnets("s-1") };
    const plan = (edit: Fields) => edited("aws_opensearch_domain", domain, edit).replace;
    expect(plan(encrypted(false))).toEqual(["encrypt_at_rest"]);
    expect(plan(subnets("s-2"))).toEqual([]);
  });

  it("adds the domain of a Lightsail certificate to its names", () => {
    const certificate = { name: "a", domain_name: "acme.example" };
    const { prior, planned, replace } = edited("aws_lightsail_certificate", certificate, {
      subject_alternative_names: ["www.acme.example"],
    });
    expect(prior["subject_alternative_names"]).toEqual(["acme.example"]);
    expect(planned["subject_alternative_names"]).toEqual(["www.acme.example", "acme.example"]);
    expect(replace).toEqual(["subject_alternative_names"]);
  });
});
