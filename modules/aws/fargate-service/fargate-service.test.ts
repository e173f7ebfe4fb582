import type { Stage } from "@groundplan/core/stage";
import {
  addresses,
  only,
  refusal,
  resourcesOf,
  type Template,
} from "@groundplan/core/testing/synth";
import type { TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { ServiceScaling } from "../autoscaling/index.ts";
import { testApp, testCluster, testTarget } from "../testing/fargate.ts";
import { synth } from "../testing/index.ts";
import { FargateService } from "./fargate-service.ts";
import type { FargateServiceProps } from "./fargate-service-props.ts";
import { weightsOwnerOf } from "./ownership.ts";
import { ReleasedImage } from "./released-image.ts";

type Change = (stack: TerraformStack) => Partial<FargateServiceProps>;

/** A web service; `change` says what is other than usual. */
function web(stage: Stage = "dev", change: Change = () => ({})): Template {
  return synth((stack) => {
    const changed = change(stack);
    const app = changed.app ?? testApp(stack, { stage });
    const weightsOwner = weightsOwnerOf(changed.deployOwner ?? "terraform");
    const target = changed.target ?? testTarget(stack, { weightsOwner });
    const service = new FargateService(stack, "web", { process: "web", ...changed, app, target });
    if (service.countOwner === "autoscaling") new ServiceScaling(stack, "scaling", { service });
  });
}

const released = (stack: TerraformStack) =>
  testApp(stack, {
    image: new ReleasedImage(stack, "image", {
      parameterName: "/acme/dev/api/image",
      repository: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/acme-api",
      firstDigest: `sha256:${"b".repeat(64)}`,
    }),
  });

const SHIFT = {
  alternateTargetGroupArn: "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/b/1",
  productionRuleArn:
    "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/a/1/2/3",
  roleArn: "arn:aws:iam::111122223333:role/shift",
  bakeMinutes: 5,
};

describe("a service by default", () => {
  it.each([
    ["dev", 1, 0, "DISABLED", false, true],
    ["prod", 2, 100, "ENABLED", true, false],
  ] as const)("has in %s %i tasks", (stage, count, healthy, rebalancing, waits, exec) => {
    expect(only(web(stage), "aws_ecs_service")).toMatchObject({
      desired_count: count,
      deployment_minimum_healthy_percent: healthy,
      deployment_maximum_percent: 200,
      availability_zone_rebalancing: rebalancing,
      wait_for_steady_state: waits,
      enable_execute_command: exec,
      health_check_grace_period_seconds: 60,
      deployment_circuit_breaker: { enable: true, rollback: true },
      platform_version: "LATEST",
      enable_ecs_managed_tags: true,
      propagate_tags: "SERVICE",
    });
  });

  it.each([
    ["dev", 256, 512, 7, false, 30, [["FARGATE_SPOT", 0, 1]]],
    ["prod", 512, 1024, 90, true, 120, [["FARGATE", 2, 1]]],
  ] as const)("has in %s tasks of %i units", (stage, cpu, memory, days, keep, stop, strategy) => {
    const template = web(stage);
    const task = only(template, "aws_ecs_task_definition");
    const logs = resourcesOf(template, "aws_cloudwatch_log_group");
    const log = Object.values(logs).find(({ name }) => name === "/acme-dev-api/web");
    expect(task).toMatchObject({
      cpu: String(cpu),
      memory: String(memory),
      skip_destroy: keep,
      runtime_platform: { cpu_architecture: "ARM64", operating_system_family: "LINUX" },
    });
    expect(log).toMatchObject({ retention_in_days: days, skip_destroy: keep });
    expect(JSON.parse(task.container_definitions)[0].stopTimeout).toBe(stop);
    expect(
      only(template, "aws_ecs_service").capacity_provider_strategy.map(
        (share: { capacity_provider: string; base: number; weight: number }) => [
          share.capacity_provider,
          share.base,
          share.weight,
        ],
      ),
    ).toEqual(strategy);
  });

  it("stands in private subnets without public addresses", () => {
    expect(only(web("prod"), "aws_ecs_service").network_configuration).toMatchObject({
      assign_public_ip: false,
      subnets: ["subnet-private-eu-west-1a", "subnet-private-eu-west-1b"],
    });
  });
});

describe("one address in all cases", () => {
  it("is aws_ecs_service.web; changing it makes a second service and stops the first", () => {
    const owners: Change[] = [
      () => ({}),
      () => ({ countOwner: "autoscaling" }),
      (stack) => ({ app: released(stack), deployOwner: "pipeline" }),
      (stack) => ({ app: released(stack), deployOwner: "codedeploy" }),
      () => ({ deployOwner: "ecs-blue-green", trafficShift: SHIFT }),
    ];
    for (const owner of owners) {
      expect(addresses(web("dev", owner))).toContain("aws_ecs_service.web");
    }
  });
});

describe("the owner of the count", () => {
  it("is the code: an apply sets it", () => {
    expect(only(web(), "aws_ecs_service").lifecycle).toBeUndefined();
  });

  it("is the autoscaler: an apply leaves it alone, and yet the service begins with tasks", () => {
    const service = only(
      web("dev", () => ({ countOwner: "autoscaling" })),
      "aws_ecs_service",
    );
    expect([service.desired_count, service.lifecycle]).toEqual([
      1,
      { ignore_changes: ["desired_count"] },
    ]);
  });

  it("is refused as autoscaling when nothing scales", () => {
    const make = () =>
      synth((stack) => {
        const app = testApp(stack);
        new FargateService(stack, "web", { app, process: "web", countOwner: "autoscaling" });
      });
    expect(refusal(make)).toContain(
      "test/web: countOwner must not be autoscaling without a ServiceScaling; make one or say fixed",
    );
  });
});

describe("the owner of the image", () => {
  it("may be a pipeline: an apply does not take its revision back and looks at the newest", () => {
    const template = web("dev", (stack) => ({ app: released(stack), deployOwner: "pipeline" }));
    const task = only(template, "aws_ecs_task_definition");
    expect(only(template, "aws_ecs_service").lifecycle.ignore_changes).toEqual(["task_definition"]);
    expect(task.track_latest).toBe(true);
    expect(JSON.parse(task.container_definitions)[0].image).toBe(
      "111122223333.dkr.ecr.eu-west-1.amazonaws.com/acme-api@${aws_ssm_parameter.image.insecure_value}",
    );
  });

  it("may be CodeDeploy: it has the controller, and no breaker or forced deployment beside it", () => {
    const template = web("prod", (stack) => ({ app: released(stack), deployOwner: "codedeploy" }));
    const service = only(template, "aws_ecs_service");
    expect(service.deployment_controller).toEqual({ type: "CODE_DEPLOY" });
    expect(service.deployment_circuit_breaker).toBeUndefined();
    expect([service.force_new_deployment, service.wait_for_steady_state]).toEqual([false, false]);
  });

  it("may be ECS: it moves the rule's weights, and the load balancer block is left alone", () => {
    const change = () => ({ deployOwner: "ecs-blue-green", trafficShift: SHIFT }) as const;
    const service = only(web("prod", change), "aws_ecs_service");
    expect(service.lifecycle).toEqual({ ignore_changes: ["load_balancer"] });
    expect(service.deployment_configuration).toEqual({
      strategy: "BLUE_GREEN",
      bake_time_in_minutes: "5",
    });
    expect(service.load_balancer[0].advanced_configuration).toEqual({
      alternate_target_group_arn: SHIFT.alternateTargetGroupArn,
      production_listener_rule: SHIFT.productionRuleArn,
      role_arn: SHIFT.roleArn,
    });
  });

  it("is one: a pipeline cannot release what is pinned in the code", () => {
    expect(refusal(() => web("dev", () => ({ deployOwner: "pipeline" })))).toBe(
      'test/web: deployOwner must be terraform or ecs-blue-green while the app\'s image is pinned in the code, got "pipeline"; make the image a ReleasedImage: an image has one owner',
    );
  });

  it("must own the route's weights too: the next apply would send requests back to the old tasks", () => {
    const change: Change = (stack) => ({
      app: released(stack),
      deployOwner: "codedeploy",
      target: testTarget(stack),
    });
    expect(refusal(() => web("prod", change))).toBe(
      'test/web: target must be a route whose weightsOwner is codedeploy while codedeploy deploys, got "terraform"; an apply would take back who gets the requests',
    );
    const target: Change = (stack) => ({
      target: testTarget(stack, { weightsOwner: "codedeploy" }),
    });
    expect(refusal(() => web("prod", target))).toBe(
      'test/web: target must be a route whose weightsOwner is terraform while terraform deploys, got "codedeploy"; an apply would take back who gets the requests',
    );
  });

  it("says how requests move exactly when ECS moves them", () => {
    expect(refusal(() => web("dev", () => ({ trafficShift: SHIFT })))).toBe(
      "test/web: trafficShift must not be set unless deployOwner is ecs-blue-green",
    );
    expect(refusal(() => web("dev", () => ({ deployOwner: "ecs-blue-green" })))).toBe(
      "test/web: trafficShift must be set while deployOwner is ecs-blue-green",
    );
  });
});

describe("Service Connect", () => {
  it("gives the service a name in the cluster's namespace", () => {
    const template = web("dev", (stack) => ({
      app: testApp(stack, { cluster: testCluster(stack, { serviceConnect: true }) }),
      serviceConnect: { serveAs: "api" },
    }));
    expect(only(template, "aws_ecs_service").service_connect_configuration).toMatchObject({
      enabled: true,
      service: [
        { port_name: "app", discovery_name: "api", client_alias: { dns_name: "api", port: 8000 } },
      ],
    });
  });

  it("says what it speaks, so that requests are measured and not connections", () => {
    const speaking = (serviceConnect: FargateServiceProps["serviceConnect"]) =>
      web("dev", (stack) => ({
        app: testApp(stack, { cluster: testCluster(stack, { serviceConnect: true }) }),
        serviceConnect,
      }));
    const template = speaking({ serveAs: "api", protocol: "http2" });
    const [app] = JSON.parse(only(template, "aws_ecs_task_definition").container_definitions);
    expect(app.portMappings[0].appProtocol).toBe("http2");
    expect(refusal(() => speaking({ protocol: "http" }))).toBe(
      'test/web: serviceConnect.protocol must not be set without serveAs, got "http"',
    );
  });

  it("is refused in a cluster without a namespace", () => {
    expect(refusal(() => web("dev", () => ({ serviceConnect: {} })))).toBe(
      "test/web: serviceConnect must not be set in a cluster without a namespace; set serviceConnect on the cluster",
    );
  });
});
