import { describe, expect, it } from "vitest";
import { goPattern } from "../behaviour/validate/formats.ts";
import { validateConfig } from "../behaviour/validate/validate.ts";
import { valueProblems } from "../behaviour/validate/values.ts";
import type { Fields } from "../cty/value.ts";
import { typeOf } from "../testing/world.ts";
import { ASKED_RULES } from "./asked-rules.ts";
import { fieldsOf } from "./fields.ts";
import { type Block, isSettable } from "./schema.ts";

/** What is said of a value, and nothing where it is accepted. */
function said(type: string, name: string, value: string | number): readonly string[] {
  const steps = name.split(".").map((attribute_name) => ({ attribute_name }));
  return valueProblems(typeOf(type).facts, name, steps, value).map(({ summary }) => summary);
}

describe("rules for single arguments that were asked by hand", () => {
  it.each([
    [
      "aws_kms_alias",
      "name",
      "orders",
      'name must match ^alias\\/(?!aws\\/)[0-9A-Za-z_/-]+$, got "orders"',
    ],
    ["aws_lb_listener", "port", 70_000, "port must be 1 to 65535, got 70000"],
    ["aws_lb_listener_rule", "priority", 50_001, "priority must be 1 to 50000, got 50001"],
    [
      "aws_lb_target_group",
      "deregistration_delay",
      "3601",
      'deregistration_delay must be 0 to 3600, got "3601"',
    ],
    ["aws_sfn_state_machine", "name", "a b", 'name must match ^[0-9A-Za-z_-]+$, got "a b"'],
    [
      "google_dns_record_set",
      "name",
      "www.example.com",
      'name must match \\.$, got "www.example.com"',
    ],
  ])("refuses a bad %s.%s", (type, name, value, words) => {
    expect(said(type, name, value)).toEqual([words]);
  });

  it.each([
    ["aws_kms_alias", "name", "alias/orders"],
    ["aws_lb_listener_rule", "priority", 99_999],
    ["aws_lb_target_group", "deregistration_delay", ""],
    ["aws_lb_target_group", "health_check.port", "traffic-port"],
    ["aws_launch_template", "ebs_optimized", "true"],
    ["aws_default_network_acl", "ingress.protocol", "-1"],
    ["google_project_iam_member", "member", "serviceAccount:a@b.iam.gserviceaccount.com"],
  ])("accepts a good %s.%s", (type, name, value) => {
    expect(said(type, name, value)).toEqual([]);
  });

  // What terraform-provider-aws 5.100.0 answers to the same.
  it.each([
    ["identifier", ["a", "a-b"], ["a--b", "a-", "-a", "A", "1a", "a_b"]],
    ["identifier_prefix", ["a", "a-"], ["a--", "A", "1", "-"]],
    ["final_snapshot_identifier", ["a", "A-1"], ["1a", "a--b", "a-", "-a", "a_b"]],
    ["backup_window", ["01:00-02:00"], ["1:00-2:00", "24:00-01:00", "01:60-02:00", "01:00"]],
    [
      "maintenance_window",
      ["Mon:00:00-Mon:03:00", "mon:00:00-MON:03:00"],
      ["m:00:00-m:03:00", "mon:0:00-mon:3:00", "00:00-03:00"],
    ],
    ["domain_dns_ips", ["10.0.0.1", "fd00::1"], ["a", "10.0.0.256"]],
    ["custom_iam_instance_profile", ["AWSRDSCustom"], ["awsrdscustom", "xAWSRDSCustom"]],
  ])("judges aws_db_instance.%s as the provider does", (name, good, bad) => {
    expect(good.filter((value) => said("aws_db_instance", name, value).length > 0)).toEqual([]);
    expect(bad.filter((value) => said("aws_db_instance", name, value).length === 0)).toEqual([]);
  });

  it.each([
    ["aws_rds_cluster", "cluster_identifier", ["a", "a-b"], ["A", "a--b", "a-", "-a", "1a", "a_b"]],
    ["aws_rds_cluster", "cluster_identifier_prefix", ["a", "a-"], ["A", "a--b", "-a", "1a", ""]],
    [
      "aws_rds_cluster",
      "final_snapshot_identifier",
      ["A-1", "-a", "1a"],
      ["a--b", "a-", "a_b", ""],
    ],
    ["aws_rds_cluster", "preferred_backup_window", ["01:00-02:00"], ["1:00-2:00", "24:00-01:00"]],
    [
      "aws_rds_cluster_instance",
      "identifier",
      ["a", "a-b"],
      ["A", "a--b", "a-", "-a", "1a", "a_b"],
    ],
    [
      "aws_rds_cluster_instance",
      "preferred_maintenance_window",
      ["Mon:00:00-mon:03:00"],
      ["01:00"],
    ],
    ["aws_rds_cluster_endpoint", "cluster_endpoint_identifier", ["a-b"], ["A", "a--b", "a-", "1a"]],
  ])("judges %s.%s as the provider does", (type, name, good, bad) => {
    expect(good.filter((value) => said(type, name, value).length > 0)).toEqual([]);
    expect(bad.filter((value) => said(type, name, value).length === 0)).toEqual([]);
  });

  it.each([
    [
      "aws_ecr_replication_configuration",
      "replication_configuration.rule.destination.region",
      ["eu-west-1", "us-gov-west-1", "eu-isoe-west-1", "eu-west-12"],
      ["EU", "eu-1", "eu-west-1a", "eur-west-1", "x-y-1", "eu--1", "eu-west-123", ""],
    ],
    [
      "aws_cloudfront_distribution",
      "origin.origin_shield.origin_shield_region",
      ["eu-west-1"],
      ["EU", ""],
    ],
    [
      "aws_lambda_function",
      "file_system_config.local_mount_path",
      ["/mnt/a", "/mnt/A_.-9", "/mnt/a-"],
      ["/mnt/", "/a", "/mnt/a/b", "mnt/a", "/mnt/a b", "/mnt/a:b", ""],
    ],
    [
      "aws_launch_template",
      "instance_market_options.spot_options.block_duration_minutes",
      [0, 60, 420, -60],
      [30, 61],
    ],
  ])("judges %s %s as terraform-provider-aws 5.100.0 does", (type, name, good, bad) => {
    expect(good.filter((value) => said(type, name, value).length > 0)).toEqual([]);
    expect(bad.filter((value) => said(type, name, value).length === 0)).toEqual([]);
  });

  it("takes no tags where an object overrides those of its provider", () => {
    const tagged = (tags: Fields) =>
      validateConfig(typeOf("aws_s3_object"), {
        ...{ bucket: "files", key: "a" },
        override_provider: [{ default_tags: [{ tags }] }],
      }).map(({ summary }) => summary);
    expect(tagged({ a: "b" })).toEqual([
      'override_provider[0].default_tags[0].tags must have 0 to 0 entries (it has 1), got {"a":"b"}',
    ]);
    expect(tagged({})).toEqual([]);
  });

  const ID = "0123456789abcdef0123456789abcdef";
  const SCHEDULE = "snapshot_schedule_policy.schedule";
  const PARAMETERS = "rules.action_parameters";

  // What the sources of terraform-provider-google and terraform-provider-cloudflare say.
  it.each([
    [
      "google_compute_resource_policy",
      [`${SCHEDULE}.daily_schedule.start_time`, `${SCHEDULE}.hourly_schedule.start_time`],
      ["04:00", "4:00", "23:00"],
      ["04:30", "24:00", "4", "", "04:00:00", "a:00"],
    ],
    [
      "cloudflare_ruleset",
      [
        ...["account_id", "zone_id", `${PARAMETERS}.id`, `${PARAMETERS}.rulesets`],
        `${PARAMETERS}.overrides.rules.id`,
      ],
      [ID],
      [ID.toUpperCase(), `${ID}0`, "0123", ""],
    ],
    [
      "cloudflare_ruleset",
      ["action", "categories.action", "rules.action"].map(
        (name) => `${PARAMETERS}.overrides.${name}`,
      ),
      ["block", "managed_challenge"],
      ["Block", "js-challenge", ""],
    ],
    [
      "cloudflare_ruleset",
      ["asset_name", "content", "host_header", "from_value.target_url.value"].map(
        (name) => `${PARAMETERS}.${name}`,
      ),
      ["a"],
      [""],
    ],
    [
      "aws_autoscaling_group",
      ["instance_refresh.triggers"],
      ["tag", "desired_capacity", "launch_template"],
      ["arn", "predicted_capacity", "id", "timeouts", "Tag"],
    ],
  ])("judges %s as its source does: %j", (type, names, good, bad) => {
    const accepted = (values: readonly string[]) =>
      names.map((name) => values.filter((value) => said(type, name, value).length === 0));
    expect(accepted(good)).toEqual(names.map(() => good));
    expect(accepted(bad)).toEqual(names.map(() => []));
  });

  it("knows every argument of a group that a refresh can watch", () => {
    const { block } = typeOf("aws_autoscaling_group").schema;
    const attributes = Object.entries(block.attributes ?? {});
    const settable = attributes.filter(([, attribute]) => isSettable(attribute));
    const names = [...settable.map(([name]) => name), ...Object.keys(block.block_types ?? {})];
    const watched = names.filter((name) => name !== "id" && name !== "timeouts").sort();
    expect(
      ASKED_RULES["aws_autoscaling_group"]?.oneOf?.["instance_refresh.triggers"]?.toSorted(),
    ).toEqual(watched);
  });

  const EXECUTE = { action: "execute", expression: "true" };
  const REDIRECT = { action: "redirect", expression: "true" };
  const at = "rules[0].action_parameters";

  it.each<[string, Fields, readonly string[]]>([
    [
      "an owner",
      { zone_id: null, rules: [] },
      ["one of account_id, zone_id must be set, got none"],
    ],
    [
      "one owner only",
      { account_id: ID, rules: [] },
      ["only one of account_id, zone_id can be set, got account_id and zone_id"],
    ],
    [
      "one target",
      { rules: [{ ...REDIRECT, action_parameters: { from_value: { target_url: {} } } }] },
      [
        `one of ${at}.from_value.target_url.value, ${at}.from_value.target_url.expression must be set, got none`,
      ],
    ],
    [
      "one content",
      { rules: [{ ...EXECUTE, action_parameters: { asset_name: "a", content: "b" } }] },
      [`${at}.asset_name and ${at}.content cannot be set together`],
    ],
    [
      "something that a category overrides",
      {
        rules: [
          { ...EXECUTE, action_parameters: { overrides: { categories: [{ category: "a" }] } } },
        ],
      },
      [
        `at least one of ${["action", "enabled", "sensitivity_level"].map((name) => `${at}.overrides.categories[0].${name}`).join(", ")} must be set, got none`,
      ],
    ],
    ["nothing more", { rules: [{ ...EXECUTE, action_parameters: { id: ID } }] }, []],
  ])("asks a ruleset for %s", (_what, config, words) => {
    const whole = { zone_id: ID, name: "a", kind: "zone", phase: "http_request_origin", ...config };
    const found = validateConfig(typeOf("cloudflare_ruleset"), whole);
    expect(found.map(({ summary }) => summary)).toEqual(words);
  });

  it("speaks of arguments that there are, in patterns that can be read", () => {
    const rules = Object.entries(ASKED_RULES);
    const unknown = rules.flatMap(([type, { alsoAllowed: _, ...kinds }]) => {
      const paths = pathsOf(typeOf(type).schema.block);
      const named = Object.values(kinds).flatMap((kind) =>
        Array.isArray(kind) ? kind.flat() : Object.keys(kind),
      );
      return named.filter((path) => !paths.includes(path)).map((path) => `${type}.${path}`);
    });
    expect(unknown).toEqual([]);
    const patterns = rules.flatMap(([, { pattern }]) => Object.values(pattern ?? {}));
    expect(patterns.filter((pattern) => goPattern(pattern) === undefined)).toEqual([]);
  });
});

function pathsOf(block: Block, prefix = ""): string[] {
  return fieldsOf(block).flatMap(({ name, nested }) => [
    prefix + name,
    ...(nested ? pathsOf(nested.block, `${prefix}${name}.`) : []),
  ]);
}
