import { describe, expect, it } from "vitest";
import { type Fields, UNKNOWN } from "../../cty/value.ts";
import { World } from "../../testing/world.ts";

const aws = new World("aws", { default_tags: [{ tags: { team: "a" } }] });
const google = new World("google");
const cloudflare = new World("cloudflare");

const names = (steps: readonly object[]) => steps.map((step) => Object.values(step)[0]);

describe("a create", () => {
  it("plans defaults, and computed values as unknown", () => {
    const { planned } = aws.plan("aws_subnet", { vpc_id: "vpc-1", cidr_block: "10.0.0.0/24" });
    expect(planned).toMatchObject({ map_public_ip_on_launch: false, arn: UNKNOWN, id: UNKNOWN });
  });

  it("plans the provider's region, project and tags", () => {
    expect(aws.plan("aws_vpc", {}).planned).toMatchObject({
      region: "eu-west-1",
      tags_all: { team: "a" },
    });
    expect(google.plan("google_pubsub_topic", { name: "a" }).planned).toMatchObject({
      project: "acme-dev",
      effective_labels: { "goog-terraform-provisioned": "true" },
    });
  });

  it("plans the provider's region for a type that could not be asked", () => {
    const planned = (type: string) => aws.plan(type, { name: "a" }).planned["region"];
    expect(planned("aws_m2_application")).toBe("eu-west-1");
    expect(planned("aws_quicksight_vpc_connection")).toBe("eu-west-1");
  });

  it("plans null where the provider does", () => {
    const record = { name: "a", type: "A", ttl: 1, zone_id: "z" };
    expect(cloudflare.plan("cloudflare_dns_record", record).planned).toMatchObject({
      comment_modified_on: null,
      created_on: UNKNOWN,
    });
  });

  it("never plans a write-only value", () => {
    const { planned } = aws.plan("aws_ssm_parameter", {
      name: "/a",
      type: "SecureString",
      value_wo: "secret",
      value_wo_version: 1,
    });
    expect(planned).toMatchObject({ value_wo: null, value_wo_version: 1 });
  });

  it("knows the domains of a certificate's validation records before it exists", () => {
    const domains = { domain_name: "example.com", subject_alternative_names: ["*.example.com"] };
    const { planned } = aws.plan("aws_acm_certificate", { ...domains, validation_method: "DNS" });
    expect(planned["domain_validation_options"]).toMatchObject([
      { domain_name: "*.example.com", resource_record_name: UNKNOWN },
      { domain_name: "example.com", resource_record_name: UNKNOWN },
    ]);
  });
});

describe("an update", () => {
  const vpc = { cidr_block: "10.0.0.0/16", tags: { Name: "a" } };

  it("keeps computed values that it does not touch", () => {
    const prior = aws.apply("aws_vpc", vpc);
    const { planned, replace } = aws.plan("aws_vpc", { ...vpc, tags: { Name: "b" } }, prior);
    expect(replace).toEqual([]);
    expect(planned).toEqual({
      ...prior,
      tags: { Name: "b" },
      tags_all: { Name: "b", team: "a" },
    });
  });

  it("makes unknown again what the provider recomputes", () => {
    const zone = { name: "example.net", account: { id: "0".repeat(32) } };
    const prior = cloudflare.apply("cloudflare_zone", zone);
    const { planned } = cloudflare.plan("cloudflare_zone", { ...zone, paused: true }, prior);
    expect(planned).toMatchObject({ id: prior["id"], modified_on: UNKNOWN, status: UNKNOWN });
  });

  it("has nothing to do when only the layout of JSON differs", () => {
    const role = { name: "a", assume_role_policy: '{"Version":"2012-10-17","Statement":[]}' };
    const prior = aws.apply("aws_iam_role", role);
    const other = '{ "Statement": [], "Version": "2012-10-17" }';
    const { planned } = aws.plan("aws_iam_role", { ...role, assume_role_policy: other }, prior);
    expect(planned).toBe(prior);
  });

  it("has nothing to do when an empty list takes the place of none", () => {
    const group = { name: "a", managed_policy_arns: null, force_detach_policies: null };
    const config: Fields = { ...group, assume_role_policy: "{}" };
    const prior = aws.apply("aws_iam_role", config);
    const { planned } = aws.plan("aws_iam_role", { ...config, description: "" }, prior);
    expect(planned).toBe(prior);
  });

  it("counts a launch template's versions on", () => {
    const template = { name: "a", image_id: "ami-1" };
    const prior = aws.apply("aws_launch_template", template);
    expect(prior).toMatchObject({ latest_version: 1 });
    const next = aws.apply("aws_launch_template", { ...template, image_id: "ami-2" }, prior);
    expect(next).toMatchObject({ id: prior["id"], latest_version: 2 });
  });
});

describe("a replacement", () => {
  it("names the attribute that forces it", () => {
    const vpc = { cidr_block: "10.0.0.0/16" };
    const prior = aws.apply("aws_vpc", vpc);
    const { replace } = aws.plan("aws_vpc", { cidr_block: "10.1.0.0/16" }, prior);
    expect(replace.map(names)).toEqual([["cidr_block"]]);
  });

  it("is forced by another region", () => {
    const prior = aws.apply("aws_sqs_queue", { name: "jobs" });
    const { replace } = aws.plan("aws_sqs_queue", { name: "jobs", region: "eu-west-3" }, prior);
    expect(replace.map(names)).toEqual([["region"]]);
  });

  // What terraform-provider-aws after 6.47.0 answers, by the library that a type is built on.
  it("is not forced by a region that is written no more, but with a change of the newer library", () => {
    const jobs = { name: "jobs" };
    const queue = aws.apply("aws_sqs_queue", { ...jobs, region: "eu-west-3" });
    expect(aws.plan("aws_sqs_queue", jobs, queue)).toMatchObject({ planned: queue, replace: [] });
    const slow = aws.plan("aws_sqs_queue", { ...jobs, delay_seconds: 3 }, queue);
    expect(slow).toMatchObject({ planned: { region: "eu-west-3" }, replace: [] });

    const type = "aws_vpc_security_group_ingress_rule";
    const all = { security_group_id: "sg-1", ip_protocol: "-1", cidr_ipv4: "10.0.0.0/16" };
    const rule = aws.apply(type, { ...all, region: "eu-west-3" });
    expect(aws.plan(type, all, rule)).toMatchObject({ planned: rule, replace: [] });
    const { replace } = aws.plan(type, { ...all, description: "all" }, rule);
    expect(replace.map(names)).toEqual([["region"]]);
  });

  it("names the attribute inside a nested block, with its index", () => {
    const repository = (encryption_type: string) => ({
      name: "api",
      encryption_configuration: [{ encryption_type }],
    });
    const prior = aws.apply("aws_ecr_repository", repository("AES256"));
    const { replace } = aws.plan("aws_ecr_repository", repository("KMS"), prior);
    expect(replace.map(names)).toEqual([["encryption_configuration", 0, "encryption_type"]]);
  });

  it("names a set as a whole, because its elements have no place", () => {
    const service = (weight: number) => ({
      name: "api",
      capacity_provider_strategy: [{ capacity_provider: "FARGATE", weight, base: null }],
    });
    const prior = aws.apply("aws_ecs_service", service(1));
    const { replace } = aws.plan("aws_ecs_service", service(2), prior);
    expect(replace.map(names)).toEqual([["capacity_provider_strategy"]]);
  });

  it("is not forced by an update beside it", () => {
    const bucket = { name: "acme-a", location: "EU" };
    const prior = google.apply("google_storage_bucket", bucket);
    const other = { ...bucket, storage_class: "NEARLINE" };
    expect(google.plan("google_storage_bucket", other, prior).replace).toEqual([]);
  });

  it("gives a task definition the next revision", () => {
    const task = (cpu: string) => ({ family: "api", container_definitions: "[]", cpu });
    const prior = aws.apply("aws_ecs_task_definition", task("256"));
    const next = aws.apply("aws_ecs_task_definition", task("512"), prior);
    expect(next["arn"]).toBe("arn:aws:ecs:eu-west-1:111122223333:task-definition/api:2");
  });
});
