import { describe, expect, it } from "vitest";
import { goPattern } from "../behaviour/validate/formats.ts";
import { valueProblems } from "../behaviour/validate/values.ts";
import { typeOf } from "../testing/world.ts";
import { ASKED_RULES } from "./asked-rules.ts";
import { fieldsOf } from "./fields.ts";
import type { Block } from "./schema.ts";

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
    ["custom_iam_instance_profile", ["AWSRDSCustom"], ["awsrdscustom", "xAWSRDSCustom"]],
  ])("judges aws_db_instance.%s as the provider does", (name, good, bad) => {
    expect(good.filter((value) => said("aws_db_instance", name, value).length > 0)).toEqual([]);
    expect(bad.filter((value) => said("aws_db_instance", name, value).length === 0)).toEqual([]);
  });

  it("speaks of arguments that there are, in patterns that can be read", () => {
    const rules = Object.entries(ASKED_RULES);
    const unknown = rules.flatMap(([type, { alsoAllowed: _, ...kinds }]) => {
      const paths = pathsOf(typeOf(type).schema.block);
      const named = Object.values(kinds).flatMap((kind) => Object.keys(kind));
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
