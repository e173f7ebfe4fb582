import { only, refusal, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import type { TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { testApp, testTarget } from "../testing/fargate.ts";
import { synth } from "../testing/index.ts";
import { FargateService } from "./fargate-service.ts";
import type { FargateServiceProps } from "./fargate-service-props.ts";

type Use = (service: FargateService, stack: TerraformStack) => void;

function web(props: Partial<FargateServiceProps> = {}, use: Use = () => {}): Template {
  return synth((stack) => {
    const app = props.app ?? testApp(stack, { stage: "prod" });
    use(new FargateService(stack, "web", { app, process: "web", ...props }), stack);
  });
}

const service = (template: Template) => only(template, "aws_ecs_service");

describe("what has bitten others", () => {
  it("a launch type is never written, so a change of capacity is not a replacement", () => {
    const { launch_type, capacity_provider_strategy, force_new_deployment } = service(web());
    expect(launch_type).toBeUndefined();
    expect(capacity_provider_strategy).not.toHaveLength(0);
    expect(force_new_deployment).toBe(true);
  });

  it("a service with a target waits for the listener rule", () => {
    const template = synth((stack) => {
      const app = testApp(stack, { stage: "prod" });
      const rule = app.securityGroup.group;
      const target = { ...testTarget(stack), ready: [rule] };
      new FargateService(stack, "web", { app, process: "web", target });
    });
    expect(service(template).depends_on).toContainEqual(
      expect.stringMatching(/^aws_security_group\.app_tasks/),
    );
  });

  it("a service starts after its rights and its way to images and logs, and goes before them", () => {
    expect(service(web()).depends_on).toEqual([
      expect.stringMatching(/^aws_ecs_cluster_capacity_providers\./),
      expect.stringMatching(/^aws_iam_role_policy\.app_execution-role_start-tasks/),
      expect.stringMatching(/^aws_vpc_security_group_egress_rule\.app_tasks_to-network/),
      expect.stringMatching(/^aws_vpc_security_group_egress_rule\.app_tasks_to-https/),
    ]);
  });

  it("a shell agent finds its rights when it starts: it does not ask twice", () => {
    const template = synth((stack) => {
      new FargateService(stack, "web", { app: testApp(stack), process: "web" });
    });
    expect(service(template).depends_on).toContainEqual(
      expect.stringMatching(/^aws_iam_role_policy\.app_task-role_exec/),
    );
  });

  it("health checks come through when a task starts", () => {
    const template = synth((stack) => {
      const app = testApp(stack);
      new FargateService(stack, "web", { app, process: "web", target: testTarget(stack) });
    });
    expect(service(template).depends_on).toContainEqual(
      expect.stringMatching(/^aws_vpc_security_group_ingress_rule\.web_entrance_from-edge/),
    );
  });

  it("an apply in prod waits until tasks run, and takes the deployment back when interrupted", () => {
    const { wait_for_steady_state, sigint_rollback } = service(web());
    expect([wait_for_steady_state, sigint_rollback]).toEqual([true, true]);
  });

  it("a revision that still runs is not deregistered in prod", () => {
    expect(only(web(), "aws_ecs_task_definition").skip_destroy).toBe(true);
  });

  it("a slow start is not killed: no grace is refused", () => {
    const make = () =>
      synth((stack) => {
        const app = testApp(stack);
        const target = testTarget(stack);
        const rollout = { healthCheckGraceSeconds: 0 };
        return new FargateService(stack, "web", { app, process: "web", target, rollout });
      });
    expect(refusal(make)).toBe(
      "test/web: rollout.healthCheckGraceSeconds must be at least 1, got 0",
    );
  });

  it("a rollout that could replace no task is refused", () => {
    expect(refusal(() => web({ rollout: { maxPercent: 100 } }))).toBe(
      "test/web: rollout.maxPercent must be above 100 while minHealthyPercent is 100, got 100; otherwise no task can be replaced",
    );
  });

  it("a rollout with no room beside the old tasks rebalances no zones, which ECS would refuse", () => {
    const rollout = { maxPercent: 100, minHealthyPercent: 50 };
    expect(service(web({ rollout }))).toMatchObject({
      deployment_maximum_percent: 100,
      availability_zone_rebalancing: "DISABLED",
    });
    expect(refusal(() => web({ rollout: { ...rollout, rebalanceZones: true } }))).toBe(
      "test/web: rollout.rebalanceZones must not be set with maxPercent 100, got true",
    );
  });

  it("a rollout with no room beside the old tasks is fine in dev, where they may stop first", () => {
    const template = synth((stack) => {
      const rollout = { maxPercent: 100 };
      new FargateService(stack, "web", { app: testApp(stack), process: "web", rollout });
    });
    expect(service(template)).toMatchObject({
      deployment_maximum_percent: 100,
      deployment_minimum_healthy_percent: 0,
    });
  });

  it("a rollout in dev that may stop no task first is refused with the reason that holds", () => {
    const make = () =>
      synth((stack) => {
        const rollout = { maxPercent: 100, minHealthyPercent: 100 };
        new FargateService(stack, "web", { app: testApp(stack), process: "web", rollout });
      });
    expect(refusal(make)).toBe(
      "test/web: rollout.maxPercent must be above 100 while minHealthyPercent is 100, got 100; otherwise no task can be replaced",
    );
  });

  it("a shell into a task of a cluster that records none is refused", () => {
    expect(refusal(() => web({ exec: true }))).toBe(
      "test/web: exec must not be set in a cluster that records no sessions, got true; set exec on the cluster",
    );
  });

  it("a variable of the process that is a secret of the application is refused", () => {
    const make = () =>
      synth((stack) => {
        const app = testApp(stack, { secrets: { DSN: { parameter: "/dsn" } } });
        return new FargateService(stack, "web", { app, process: "web", environment: { DSN: "x" } });
      });
    expect(refusal(make)).toBe("test/web: environment.DSN must not be in secrets as well");
  });
});

describe("deployment alarms", () => {
  it("take a deployment back", () => {
    const rollout = { rollbackAlarms: ["acme-api-5xx"] };
    expect(service(web({ rollout })).alarms).toEqual({
      enable: true,
      rollback: true,
      alarm_names: ["acme-api-5xx"],
    });
  });
});

describe("who may reach a service", () => {
  it("is its load balancer, on the container port alone", () => {
    const template = synth((stack) => {
      const app = testApp(stack);
      new FargateService(stack, "web", { app, process: "web", target: testTarget(stack) });
    });
    expect(only(template, "aws_vpc_security_group_ingress_rule")).toMatchObject({
      referenced_security_group_id: "sg-edge",
      from_port: 8000,
      to_port: 8000,
    });
  });

  it("is nobody for a worker", () => {
    expect(resourcesOf(web(), "aws_vpc_security_group_ingress_rule")).toEqual({});
  });
});

describe("a public address", () => {
  it("comes with its reason in the plan and a public subnet", () => {
    const template = synth((stack) => {
      const placement = { publicAddress: { reason: "dev has no NAT gateway" } };
      const app = testApp(stack, { placement });
      new FargateService(stack, "web", { app, process: "web" });
    });
    expect(service(template).network_configuration).toMatchObject({
      assign_public_ip: true,
      subnets: ["subnet-public-eu-west-1a", "subnet-public-eu-west-1b"],
    });
    const [app] = JSON.parse(only(template, "aws_ecs_task_definition").container_definitions);
    expect(app.dockerLabels).toEqual({ "groundplan.public-address": "dev has no NAT gateway" });
  });
});

/** Statements of the policy that a grant made. */
function granted(use: Use, name: string, stage: "dev" | "prod" = "dev") {
  const template = synth((stack) => {
    const app = testApp(stack, { stage });
    use(new FargateService(stack, "web", { app, process: "web" }), stack);
  });
  const policies = Object.values(resourcesOf(template, "aws_iam_role_policy"));
  const policy = policies.find((found) => found.name === name)!.policy;
  return JSON.parse(policy).Statement.map((s: { Action: string[]; Resource: string[] }) => [
    s.Action,
    s.Resource,
  ]);
}

const ROLES = [
  expect.stringMatching(/^\$\{aws_iam_role\.app_execution-role/),
  expect.stringMatching(/^\$\{aws_iam_role\.app_task-role/),
];

describe("grants", () => {
  it("grantDeploy: update the service, stop its deployments, register and tag revisions, pass the two roles", () => {
    expect(granted((web) => web.grantDeploy(web), "deploy-web")).toEqual([
      [
        ["ecs:DescribeServices", "ecs:ListServiceDeployments", "ecs:UpdateService"],
        ["arn:aws:ecs:eu-west-1:111122223333:service/acme-dev-main/acme-dev-api-web"],
      ],
      [
        ["ecs:StopServiceDeployment"],
        [
          "arn:aws:ecs:eu-west-1:111122223333:service-deployment/acme-dev-main/acme-dev-api-web/*",
          "arn:aws:ecs:eu-west-1:111122223333:service/acme-dev-main/acme-dev-api-web",
        ],
      ],
      [["ecs:DescribeTaskDefinition", "ecs:RegisterTaskDefinition"], ["*"]],
      [
        ["ecs:TagResource"],
        ["arn:aws:ecs:eu-west-1:111122223333:task-definition/acme-dev-api-web:*"],
      ],
      [["iam:PassRole"], ROLES],
    ]);
  });

  it("grantExec: a shell in tasks of the cluster, under its key", () => {
    const tasks = "arn:aws:ecs:eu-west-1:111122223333:task/acme-dev-main/*";
    expect(granted((web) => web.grantExec(web), "exec-web")).toEqual([
      [["ecs:ExecuteCommand"], ["${aws_ecs_cluster.cluster.arn}", tasks]],
      [["ecs:DescribeTasks"], [tasks]],
      [["kms:GenerateDataKey"], [expect.stringMatching(/^\$\{aws_kms_key\.cluster_exec_key/)]],
    ]);
  });

  it("what shells need: tasks open sessions and write their record, under its key", () => {
    const channels = ["CreateControl", "CreateData", "OpenControl", "OpenData"];
    expect(granted(() => {}, "exec")).toEqual([
      [channels.map((channel) => `ssmmessages:${channel}Channel`), ["*"]],
      [["logs:DescribeLogGroups"], ["*"]],
      [
        ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        [expect.stringContaining("aws_cloudwatch_log_group.cluster_exec")],
      ],
      [["kms:Decrypt"], [expect.stringContaining("aws_kms_key.cluster_exec_key")]],
    ]);
  });

  it("grantExec is refused where the cluster records no sessions", () => {
    expect(refusal(() => granted((web) => web.grantExec(web), "exec-web", "prod"))).toBe(
      "test/web: cluster must have exec for shell sessions to be granted",
    );
  });

  it("allowTaskProtection: tasks protect tasks of their cluster", () => {
    expect(granted((web) => web.allowTaskProtection(), "protection")).toEqual([
      [
        ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"],
        ["arn:aws:ecs:eu-west-1:111122223333:task/acme-dev-main/*"],
      ],
    ]);
  });
});
