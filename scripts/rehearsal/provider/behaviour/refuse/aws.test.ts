import { beforeEach, describe, expect, it } from "vitest";
import type { Fields } from "../../cty/value.ts";
import { MemoryStore } from "../../store/memory.ts";
import { Cloudlike } from "../../testing/cloudlike.ts";

const PROD = "444455556666";
const TRUST = '{"Version":"2012-10-17","Statement":[]}';

let dev: Cloudlike;
let prod: Cloudlike;
beforeEach(() => {
  const store = new MemoryStore();
  dev = new Cloudlike("aws", store);
  prod = new Cloudlike("aws", store, { allowed_account_ids: [PROD], rehearsal: "prod-app" });
});

const role = (at: Cloudlike) =>
  at.make("aws_iam_role", { name: "worker", assume_role_policy: TRUST });
const READ = { role: "worker", policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" };

describe("a name that means another thing in each account", () => {
  it("is not found in the account of another environment, and that is said", () => {
    role(prod);
    expect(dev.told("aws_iam_role_policy_attachment", READ)).toEqual({
      summary:
        "creating aws_iam_role_policy_attachment: NoSuchEntity: The role with name worker cannot be found.",
      detail: `The rehearsal cloud refused it; nothing of this thing was changed. It is in account ${PROD}, eu-west-1, made by prod-app; dev-app works in 111122223333, eu-west-1.`,
    });
  });

  it("keeps nothing of the same name in another account from being deleted", () => {
    const own = role(dev);
    role(prod);
    const attached = prod.make("aws_iam_role_policy_attachment", READ);
    expect(() => dev.lose(own)).not.toThrow();
    prod.lose(attached);
  });
});

describe("a name that is taken", () => {
  it.each<[string, Fields, string]>([
    ["aws_ssm_parameter", { name: "/a", type: "String", value: "a" }, "ParameterAlreadyExists"],
    ["aws_secretsmanager_secret", { name: "a" }, "the secret a already exists."],
    ["aws_iam_group", { name: "a" }, "EntityAlreadyExists: Group with name a already exists."],
    [
      "aws_scheduler_schedule",
      {
        name: "a",
        group_name: "default",
        schedule_expression: "rate(1 day)",
        flexible_time_window: [{ mode: "OFF" }],
      },
      "ConflictException: Schedule a already exists.",
    ],
  ])("is refused: %s", (type, config, words) => {
    dev.make(type, config);
    expect(() => dev.make(type, config)).toThrow(words);
    expect(() => prod.make(type, config)).not.toThrow();
  });

  it("is taken over where the author says so: a parameter", () => {
    const parameter = { name: "/a", type: "String", value: "a" };
    dev.make("aws_ssm_parameter", parameter);
    expect(() => dev.make("aws_ssm_parameter", { ...parameter, overwrite: true })).not.toThrow();
  });
});

describe("deleting", () => {
  it("is refused of what a distribution is made of", () => {
    const control = dev.make("aws_cloudfront_origin_access_control", {
      name: "files",
      origin_access_control_origin_type: "s3",
      signing_behavior: "always",
      signing_protocol: "sigv4",
    });
    const distribution = dev.make("aws_cloudfront_distribution", {
      enabled: true,
      origin: [
        {
          domain_name: "files.s3.amazonaws.com",
          origin_id: "files",
          origin_access_control_id: control.object["id"]!,
        },
      ],
    });
    expect(() => dev.lose(control)).toThrow(
      "OriginAccessControlInUse: Cannot delete the origin access control because it's in use by one or more distributions.",
    );
    dev.lose(distribution);
    expect(() => dev.lose(control)).not.toThrow();
  });

  it("is refused of a group of subnets with a database, and of a cluster with instances", () => {
    const group = dev.make("aws_db_subnet_group", { name: "data", subnet_ids: [] });
    const cluster = dev.make("aws_rds_cluster", {
      cluster_identifier: "main",
      engine: "aurora-postgresql",
      db_subnet_group_name: "data",
    });
    dev.make("aws_rds_cluster_instance", {
      identifier: "main-a",
      cluster_identifier: "main",
      engine: "aurora-postgresql",
      instance_class: "db.t4g.medium",
      db_subnet_group_name: "data",
    });
    expect(() => dev.lose(group)).toThrow(
      "InvalidDBSubnetGroupStateFault: Cannot delete the subnet group 'data' because at least one database instance: main is still using it.",
    );
    expect(() => dev.lose(cluster)).toThrow(
      "InvalidDBClusterStateFault: Cluster cannot be deleted, it still contains DB instances in non-deleting state.",
    );
  });

  it("is never refused of a template for what it says of its machines", () => {
    const template = dev.make("aws_launch_template", { name: "a", disable_api_termination: true });
    expect(() => dev.lose(template)).not.toThrow();
  });
});

describe("an ARN of another account", () => {
  it("is taken of a key, and refused of what only its own account sees", () => {
    const group = prod.make("aws_lb_target_group", { name: "api" });
    const balancer = dev.make("aws_lb", { name: "web", subnets: [] });
    const listener = {
      load_balancer_arn: balancer.object["arn"]!,
      port: 443,
      default_action: [{ type: "forward", target_group_arn: group.object["arn"]! }],
    };
    expect(() => dev.make("aws_lb_listener", listener)).toThrow("TargetGroupNotFound");
    const key = prod.make("aws_kms_key", {});
    const logs = { name: "api", kms_key_id: key.object["arn"]! };
    expect(() => dev.make("aws_cloudwatch_log_group", logs)).not.toThrow();
  });
});

describe("a quota", () => {
  it.each<[string, Fields, number, string]>([
    [
      "aws_iam_policy",
      { name: "a" },
      6144,
      "LimitExceeded: Cannot exceed quota for PolicySize: 6144",
    ],
    [
      "aws_iam_group_policy",
      { name: "a", group: "ops" },
      5120,
      "LimitExceeded: Maximum policy size of 5120 bytes exceeded for group ops",
    ],
  ])("bites where a policy is too long: %s", (type, config, most, words) => {
    const policy = (length: number) => `"${"x".repeat(length - 2)}"`;
    expect(() => dev.make(type, { ...config, policy: policy(most + 1) })).toThrow(words);
    expect(() => dev.make(type, { ...config, policy: policy(most) })).not.toThrow();
  });

  it("bites at the sixth group of a network interface", () => {
    const vpc_id = dev.make("aws_vpc", { cidr_block: "10.0.0.0/16" }).object["id"]!;
    const groups = [1, 2, 3, 4, 5, 6].map(
      (at) => dev.make("aws_security_group", { name: `group-${at}`, vpc_id }).object["id"]!,
    );
    const machine = (count: number) =>
      dev.make("aws_instance", { vpc_security_group_ids: groups.slice(0, count) });
    expect(() => machine(6)).toThrow(
      "creating aws_instance: SecurityGroupsPerInterfaceLimitExceeded: The maximum number of security groups per interface has been reached.",
    );
    expect(() => machine(5)).not.toThrow();
  });
});
