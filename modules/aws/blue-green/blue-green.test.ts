import { addresses, only, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { DEFAULTS } from "../fargate-service/index.ts";
import { synth } from "../testing/index.ts";
import { allows } from "../testing/judge-policy.ts";
import { balancer, type Given, released } from "../testing/release.ts";
import type { BlueGreen, BlueGreenProps } from "./index.ts";

const HOOK = "arn:aws:lambda:eu-west-1:111122223333:function:smoke-test";

const HOOKS: BlueGreenProps["hooks"] = {
  smoke: { functionArn: HOOK, stages: ["PRE_SCALE_UP", "POST_TEST_TRAFFIC_SHIFT"] },
};

const rules = (template: Template) => Object.values(resourcesOf(template, "aws_lb_listener_rule"));
const rightsOf = (template: Template, name: string) =>
  Object.values(resourcesOf(template, "aws_iam_role_policy")).find((each) => each.name === name)!
    .policy;

describe("both target groups", () => {
  it("stand in the production rule and in the test rule from the first apply on", () => {
    const template = released({ onTrial: {} });
    const groups = Object.keys(resourcesOf(template, "aws_lb_target_group"));
    const [alternate, main] = groups.map((id) => `\${aws_lb_target_group.${id}.arn}`);
    expect(groups).toHaveLength(2);
    expect(rules(template)).toHaveLength(2);
    for (const { action, condition, lifecycle } of rules(template)) {
      expect(action[0].forward.target_group).toEqual([
        { arn: main, weight: 1 },
        { arn: alternate, weight: 0 },
      ]);
      expect(condition).toEqual([{ host_header: { values: ["api.example.com"] } }]);
      // Who gets the requests is not Terraform's.
      expect(lifecycle).toEqual({ ignore_changes: ["action"] });
    }
  });

  it("have alarms of other names than a service that ECS rolls: one does not remove the other's", () => {
    const alarms = Object.values(resourcesOf(released(), "aws_cloudwatch_metric_alarm"));
    expect(alarms.map(({ alarm_name }) => alarm_name).sort()).toEqual([
      "acme-prod-api-web-release-errors",
      "acme-prod-api-web-release-unhealthy",
    ]);
  });

  it("are watched together: one of them has the requests, and which one changes", () => {
    const alarms = Object.values(resourcesOf(released(), "aws_cloudwatch_metric_alarm"));
    const expressions = alarms.flatMap(({ metric_query: queries }) =>
      queries.flatMap((query: { expression?: string }) => query.expression ?? []),
    );
    expect(expressions).toEqual([
      "IF((FILL(requests_1, 0) + FILL(requests_2, 0)) >= 20, 100 * (FILL(errors_1, 0) + FILL(errors_2, 0)) / (FILL(requests_1, 0) + FILL(requests_2, 0)), 0)",
      "MAX([FILL(group_1, 0), FILL(group_2, 0)])",
    ]);
    for (const { metric_query: queries } of alarms) {
      const groups = queries.flatMap(
        ({ metric }: { metric?: { dimensions: { TargetGroup: string } } }) =>
          metric ? [metric.dimensions.TargetGroup] : [],
      );
      expect(new Set(groups).size).toBe(2);
    }
  });
});

describe("a release by ECS", () => {
  it("is a canary in prod that alarms take back, and at once in dev", () => {
    const [prod, dev] = [released(), released({ stage: "dev" })].map((template) =>
      only(template, "aws_ecs_service"),
    );
    expect(prod!.deployment_configuration).toEqual({
      strategy: "CANARY",
      bake_time_in_minutes: "10",
      canary_configuration: { canary_percent: 10, canary_bake_time_in_minutes: "5" },
    });
    expect(prod!["alarms"]).toMatchObject({ enable: true, rollback: true });
    expect(prod!["alarms"].alarm_names).toHaveLength(2);
    expect(dev!.deployment_configuration).toEqual({
      strategy: "BLUE_GREEN",
      bake_time_in_minutes: "0",
    });
    expect(dev!["alarms"]).toBeUndefined();
  });

  it("goes part by part, and asks functions", () => {
    const service = only(
      released({
        steps: { kind: "linear", percent: 25, minutes: 2 },
        onTrial: {},
        hooks: { smoke: { functionArn: HOOK, stages: ["POST_TEST_TRAFFIC_SHIFT"] } },
      }),
      "aws_ecs_service",
    );
    expect(service.deployment_configuration).toMatchObject({
      strategy: "LINEAR",
      linear_configuration: { step_percent: 25, step_bake_time_in_minutes: "2" },
      lifecycle_hook: [{ hook_target_arn: HOOK, lifecycle_stages: ["POST_TEST_TRAFFIC_SHIFT"] }],
    });
    const { advanced_configuration: shift } = service.load_balancer[0];
    expect(shift.test_listener_rule).toContain("aws_lb_listener_rule.edge_route-api_test");
    expect(shift.production_listener_rule).not.toBe(shift.test_listener_rule);
  });

  it("has a role that may change these rules and groups, and that exists before the service", () => {
    const template = released();
    const rights = JSON.parse(rightsOf(template, "move-requests")).Statement;
    const moves = rights.filter(({ Sid }: { Sid: string }) => Sid !== "LookAtLoadBalancers");
    expect(moves.flatMap(({ Resource }: { Resource: string[] }) => Resource)).toEqual([
      expect.stringMatching(/^\$\{aws_lb_listener_rule\.edge_route-api_\w+\.arn\}$/),
      expect.stringMatching(/^\$\{aws_lb_target_group\.edge_route-api_targets_\w+\.arn\}$/),
      expect.stringMatching(/^\$\{aws_lb_target_group\.edge_route-api_alternate_\w+\.arn\}$/),
    ]);
    const { depends_on: after } = only(template, "aws_ecs_service");
    expect(after).toContainEqual(
      expect.stringMatching(/^aws_iam_role_policy\.release_role_rights/),
    );
  });
});

describe("a release by CodeDeploy", () => {
  const codedeploy = (given: Given = {}) => released({ engine: "codedeploy", ...given });

  it("has a group that knows service, listeners, both groups and alarms", () => {
    const template = codedeploy({ onTrial: {}, bakeMinutes: 20 });
    expect(only(template, "aws_codedeploy_deployment_group")).toMatchObject({
      deployment_group_name: "acme-prod-api-web",
      deployment_config_name: "CodeDeployDefault.ECSCanary10Percent5Minutes",
      deployment_style: {
        deployment_option: "WITH_TRAFFIC_CONTROL",
        deployment_type: "BLUE_GREEN",
      },
      auto_rollback_configuration: {
        enabled: true,
        events: ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"],
      },
      alarm_configuration: {
        enabled: true,
        alarms: [expect.stringContaining("_errors_"), expect.stringContaining("_unhealthy_")],
      },
      blue_green_deployment_config: {
        terminate_blue_instances_on_deployment_success: { termination_wait_time_in_minutes: 20 },
      },
      load_balancer_info: {
        target_group_pair_info: {
          prod_traffic_route: { listener_arns: [expect.stringContaining("edge_https")] },
          test_traffic_route: { listener_arns: [expect.stringContaining("aws_lb_listener.trial")] },
          target_group: [
            { name: expect.stringContaining("edge_route-api_targets_") },
            { name: expect.stringContaining("edge_route-api_alternate_") },
          ],
        },
      },
    });
  });

  it("leaves to CodeDeploy what CodeDeploy changes: only one group stands in the service", () => {
    const service = only(codedeploy(), "aws_ecs_service");
    expect(service.deployment_controller).toEqual({ type: "CODE_DEPLOY" });
    expect(service.load_balancer).toHaveLength(1);
    expect(service.load_balancer[0].advanced_configuration).toBeUndefined();
    expect(service.lifecycle.ignore_changes).toEqual(
      expect.arrayContaining(["task_definition", "load_balancer"]),
    );
  });

  it("makes a configuration where CodeDeploy has none, under a name that says what it does", () => {
    const template = codedeploy({ steps: { kind: "linear", percent: 20, minutes: 4 } });
    expect(only(template, "aws_codedeploy_deployment_config")).toMatchObject({
      deployment_config_name: "acme-prod-api-web-linear-20-4",
      traffic_routing_config: {
        type: "TimeBasedLinear",
        time_based_linear: { interval: 4, percentage: 20 },
      },
      lifecycle: { create_before_destroy: true },
    });
    expect(resourcesOf(codedeploy(), "aws_codedeploy_deployment_config")).toEqual({});
  });
});

describe("grantRelease", () => {
  const granted = (engine: "ecs" | "codedeploy") =>
    released({ engine }, ({ made, app }) => made.grantRelease(app));
  const ACCOUNT = "eu-west-1:111122223333";

  it("with CodeDeploy allows deployments of this group alone, and no update of the service", () => {
    const policy = JSON.parse(rightsOf(granted("codedeploy"), "release-release"));
    const may = (action: string, resource: string) => allows(policy, { action, resource });
    const group = `arn:aws:codedeploy:${ACCOUNT}:deploymentgroup:acme-prod-api-web`;
    expect(may("codedeploy:CreateDeployment", `${group}/acme-prod-api-web`)).toBe(true);
    expect(may("codedeploy:CreateDeployment", `${group}/other`)).toBe(false);
    const service = `arn:aws:ecs:${ACCOUNT}:service/acme-dev-main/acme-prod-api-web`;
    expect(may("ecs:DescribeServices", service)).toBe(true);
    expect(may("ecs:UpdateService", service)).toBe(false);
  });

  it("with ECS allows to update the service", () => {
    const policy = rightsOf(granted("ecs"), "deploy-web");
    expect(JSON.parse(policy).Statement[0]).toMatchObject({
      Action: ["ecs:DescribeServices", "ecs:ListServiceDeployments", "ecs:UpdateService"],
      Resource: [`arn:aws:ecs:${ACCOUNT}:service/acme-dev-main/acme-prod-api-web`],
    });
  });
});

describe("one address whoever releases", () => {
  it("and with a route that was there before: rule and first target group stay", () => {
    const plain = synth((stack) =>
      balancer(stack, "prod").route("api", {
        hosts: ["api.example.com"],
        containerPort: 8000,
        healthCheck: { path: "/healthz" },
      }),
    );
    const kept = addresses(plain).filter((address) =>
      /^aws_lb_(listener_rule|target_group)/.test(address),
    );
    expect(kept).toHaveLength(2);
    for (const engine of ["ecs", "codedeploy"] as const) {
      expect(addresses(released({ engine }))).toEqual(expect.arrayContaining(kept));
    }
  });
});

it("a new priority is refused at plan: a thing that it would replace is protected", () => {
  const guard = only(released(), "terraform_data");
  expect(guard["lifecycle"]).toEqual({ prevent_destroy: true });
  expect(guard["triggers_replace"]).toEqual({
    priority: rules(released())[0]!.priority,
  });
  expect(resourcesOf(released({ keepPriority: false }), "terraform_data")).toEqual({});
});

describe("the grace of the service's health checks", () => {
  const periods = (given: Given) =>
    Object.values(resourcesOf(released(given), "aws_cloudwatch_metric_alarm")).find(
      ({ alarm_name: name }) => name.endsWith("-unhealthy"),
    )!.evaluation_periods;

  it("is the alarms' too, whatever its rollout says", () => {
    expect(periods({})).toBe(DEFAULTS.healthCheckGraceSeconds.prod / 60 + 2);
    expect(periods({ graceSeconds: 300 })).toBe(7);
  });
});

describe("what a pipeline is told", () => {
  const told = (given: Given) => {
    let values: ReturnType<BlueGreen["contractValues"]> | undefined;
    released(given, ({ made }) => {
      values = made.contractValues();
    });
    return values;
  };
  const service = {
    cluster: "acme-dev-main",
    service: "acme-prod-api-web",
    container: "app",
    containerPort: "8000",
  };

  it("with ECS is the service alone", () => {
    expect(told({ onTrial: {}, hooks: HOOKS })).toEqual({
      ...service,
      engine: "ecs",
      application: "",
      deploymentGroup: "",
      hooks: [],
    });
  });

  it("with CodeDeploy is its group as well, and the hooks of an appspec in order", () => {
    expect(told({ engine: "codedeploy", onTrial: {}, hooks: HOOKS })).toEqual({
      ...service,
      engine: "codedeploy",
      application: "acme-prod-api-web",
      deploymentGroup: "acme-prod-api-web",
      hooks: ["AfterAllowTestTraffic=smoke-test", "BeforeInstall=smoke-test"],
    });
  });
});
