import { describe, expect, it } from "vitest";
import { written } from "../../cty/path.ts";
import { type Fields, UNKNOWN } from "../../cty/value.ts";
import { typeOf } from "../../testing/world.ts";
import { goPattern } from "./formats.ts";
import { validateConfig } from "./validate.ts";

const problems = (type: string, config: Fields) =>
  validateConfig(typeOf(type), config).map(
    ({ summary, attribute }) => `${written(attribute?.steps ?? [])}: ${summary}`,
  );

const cluster = { name: "main" };

describe("a value that the provider refuses", () => {
  it.each<[string, string, Fields, string]>([
    [
      "enumeration in a nested block",
      "aws_ecs_service",
      { ...cluster, deployment_controller: [{ type: "BLUE" }] },
      'deployment_controller[0].type: deployment_controller[0].type must be one of ECS, CODE_DEPLOY, EXTERNAL, got "BLUE"',
    ],
    [
      "range",
      "aws_kms_key",
      { deletion_window_in_days: 3 },
      "deletion_window_in_days: deletion_window_in_days must be 7 to 30, got 3",
    ],
    [
      "length",
      "aws_s3_bucket",
      { bucket: "a".repeat(64) },
      `bucket: bucket must have 0 to 63 characters (it has 64), got "${"a".repeat(64)}"`,
    ],
    [
      "pattern",
      "google_compute_instance",
      { name: "Upper" },
      'name: name must match ^[a-z]([-a-z0-9]*[a-z0-9])?$, got "Upper"',
    ],
    [
      "range of addresses",
      "aws_subnet",
      { vpc_id: "vpc-1", cidr_block: "10.0.0.0/33" },
      'cidr_block: cidr_block must be an address range in CIDR notation, such as 10.0.0.0/16, got "10.0.0.0/33"',
    ],
    [
      "ARN",
      "aws_ecs_task_definition",
      { family: "a", container_definitions: "[]", task_role_arn: "api" },
      'task_role_arn: task_role_arn must be an ARN: arn:<partition>:<service>:<region>:<account>:<resource>, got "api"',
    ],
    ["JSON", "aws_s3_bucket", { policy: "{" }, 'policy: policy must be JSON, got "{"'],
  ])("is refused at its place: %s", (_kind, type, config, message) => {
    expect(problems(type, config)).toEqual([message]);
  });

  it("is neither one of the words nor of the format that stands for them", () => {
    const selection = { recovery_point_selection: [{ include_vaults: ["all"] }] };
    expect(problems("aws_backup_restore_testing_plan", selection)).toContain(
      'recovery_point_selection[0].include_vaults: recovery_point_selection[0].include_vaults must be one of *, or an ARN: arn:<partition>:<service>:<region>:<account>:<resource>, got "all"',
    );
    const vault = "arn:aws:backup:eu-west-1:111122223333:backup-vault:acme";
    for (const either of ["*", vault]) {
      const plan = { recovery_point_selection: [{ include_vaults: [either] }] };
      const said = problems("aws_backup_restore_testing_plan", plan);
      expect(said.filter((one) => one.includes("include_vaults"))).toEqual([]);
    }
  });

  it("is shown without its end when it is long", () => {
    const [message] = problems("aws_s3_bucket", { policy: "x".repeat(500) });
    expect(message).toBe(`policy: policy must be JSON, got "${"x".repeat(80)}..."`);
  });
});

describe("arguments that do not go together", () => {
  it("are refused when they exclude each other, once", () => {
    expect(problems("aws_s3_bucket", { bucket: "a", bucket_prefix: "b" })).toEqual([
      "bucket: bucket and bucket_prefix cannot be set together",
    ]);
  });

  it("are refused in the block in which they stand", () => {
    const website = [{ index_document: "a", redirect_all_requests_to: "b" }];
    expect(problems("aws_s3_bucket", { website })).toEqual([
      "website[0].redirect_all_requests_to: only one of website[0].index_document, website[0].redirect_all_requests_to can be set, got website[0].index_document and website[0].redirect_all_requests_to",
    ]);
    expect(problems("aws_s3_bucket", { website: [{ error_document: "a" }] })).toEqual([
      "website[0].index_document: one of website[0].index_document, website[0].redirect_all_requests_to must be set, got none",
    ]);
  });

  it("are refused without what they need", () => {
    const weighted_routing_policy = [{ weight: 1 }];
    const record = { name: "a", type: "A", zone_id: "z", ttl: 60, records: ["192.0.2.1"] };
    expect(problems("aws_route53_record", { ...record, weighted_routing_policy })).toEqual([
      "weighted_routing_policy: weighted_routing_policy needs set_identifier as well",
    ]);
  });
});

describe("what is let through", () => {
  it("is what is known after apply only", () => {
    const website = [{ index_document: UNKNOWN }];
    expect(problems("aws_s3_bucket", { bucket: UNKNOWN, website })).toEqual([]);
  });

  it("is what is known by hand to be taken beyond the range", () => {
    const group = { port: 80, protocol: "HTTP", slow_start: 0 };
    expect(problems("aws_lb_target_group", group)).toEqual([]);
    expect(problems("aws_lb_target_group", { ...group, slow_start: 5 })).toEqual([
      "slow_start: slow_start must be 30 to 900, got 5",
    ]);
  });

  it("is a name where the provider's message speaks of ARNs too", () => {
    expect(
      problems("aws_lambda_function", {
        function_name: "api",
        filename: "a.zip",
        role: "arn:aws:iam::1:role/a",
      }),
    ).toEqual([]);
  });

  it("is an empty text where a kind of text is wanted", () => {
    expect(problems("aws_s3_bucket", { policy: "" })).toEqual([]);
  });
});

describe("a pattern of Go's", () => {
  it("is read with its backslashes doubled or not", () => {
    expect(goPattern("^\\\\d+$")?.test("12")).toBe(true);
    expect(goPattern("^\\d+$")?.test("12")).toBe(true);
  });

  it("is not used when it is broken off", () => {
    expect(goPattern("^$|\\.[0-9a-z!\\-_.*")).toBeUndefined();
  });
});
