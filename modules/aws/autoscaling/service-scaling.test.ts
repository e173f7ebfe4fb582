import type { Stage } from "@groundplan/core/stage";
import { only, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { FargateService } from "../fargate-service/index.ts";
import { testApp, testTarget } from "../testing/fargate.ts";
import { synth } from "../testing/index.ts";
import { ServiceScaling } from "./service-scaling.ts";
import type { ServiceScalingProps } from "./service-scaling-props.ts";

const LABEL = "app/edge/0123456789abcdef/targetgroup/api/0123456789abcdef";

function scaled(stage: Stage, props: Omit<Partial<ServiceScalingProps>, "service"> = {}): Template {
  return synth((stack) => {
    const app = testApp(stack, { stage });
    const target = { ...testTarget(stack), ready: [app.securityGroup.group] };
    const service = new FargateService(stack, "web", {
      app,
      process: "web",
      target,
      countOwner: "autoscaling",
    });
    new ServiceScaling(stack, "scaling", { service, ...props });
  });
}

function policy(template: Template, name: string) {
  const policies = Object.values(resourcesOf(template, "aws_appautoscaling_policy"));
  return policies.find((found) => found.name === name)!;
}

describe("scaling by default", () => {
  it.each([
    ["dev", 1, 2],
    ["prod", 2, 10],
  ] as const)("keeps in %s %i to %i tasks at 60 %% CPU", (stage, min, max) => {
    const template = scaled(stage);
    const target = only(template, "aws_appautoscaling_target");
    expect([target.min_capacity, target.max_capacity]).toEqual([min, max]);
    expect(target.resource_id).toBe("service/acme-dev-main/${aws_ecs_service.web.name}");
    expect(only(template, "aws_appautoscaling_policy")).toMatchObject({
      name: "cpu",
      policy_type: "TargetTrackingScaling",
      target_tracking_scaling_policy_configuration: {
        target_value: 60,
        disable_scale_in: false,
        scale_in_cooldown: 300,
        scale_out_cooldown: 60,
        predefined_metric_specification: {
          predefined_metric_type: "ECSServiceAverageCPUUtilization",
        },
      },
    });
  });

  it("turns dev off at night and over the weekend", () => {
    const actions = resourcesOf(scaled("dev"), "aws_appautoscaling_scheduled_action");
    const told = Object.values(actions).map(
      ({ name, schedule, timezone, scalable_target_action }) => [
        name,
        schedule,
        timezone,
        scalable_target_action.min_capacity,
        scalable_target_action.max_capacity,
      ],
    );
    expect(told).toEqual([
      ["office-closes", "cron(0 20 ? * MON-FRI *)", "UTC", "0", "0"],
      ["office-opens", "cron(0 7 ? * MON-FRI *)", "UTC", "1", "2"],
    ]);
  });

  it("never turns prod off", () => {
    expect(resourcesOf(scaled("prod"), "aws_appautoscaling_scheduled_action")).toEqual({});
  });
});

describe("the bounds", () => {
  it("belong to the schedule where there is one: an apply at night starts nothing", () => {
    expect(only(scaled("dev"), "aws_appautoscaling_target").lifecycle).toEqual({
      ignore_changes: ["min_capacity", "max_capacity"],
    });
  });

  it("belong to the code where there is none", () => {
    expect(only(scaled("prod"), "aws_appautoscaling_target").lifecycle).toBeUndefined();
  });

  it("come without a role: AWS's own would differ at every plan", () => {
    expect(only(scaled("prod"), "aws_appautoscaling_target").role_arn).toBeUndefined();
  });
});

describe("what is followed", () => {
  it("can be requests, once the listener rule stands", () => {
    const template = scaled("prod", { requests: { perMinute: 600, label: LABEL } });
    const requests = policy(template, "requests");
    expect(requests.target_tracking_scaling_policy_configuration).toMatchObject({
      target_value: 600,
      predefined_metric_specification: {
        predefined_metric_type: "ALBRequestCountPerTarget",
        resource_label: LABEL,
      },
    });
    expect(requests.depends_on).toEqual([expect.stringMatching(/^aws_security_group\.app_tasks/)]);
  });

  it("can be waiting messages for each running task, without Container Insights", () => {
    const template = scaled("prod", { backlog: { queueName: "acme-jobs", messagesPerTask: 120 } });
    const { customized_metric_specification: metric, target_value } = policy(
      template,
      "backlog",
    ).target_tracking_scaling_policy_configuration;
    expect(target_value).toBe(120);
    expect(metric.metrics.at(-1)).toMatchObject({
      expression: "waiting / FILL(running, 1)",
      return_data: true,
    });
    expect(metric.metrics[1].metric_stat).toEqual({
      stat: "SampleCount",
      metric: {
        namespace: "AWS/ECS",
        metric_name: "CPUUtilization",
        dimensions: [
          { name: "ClusterName", value: "acme-dev-main" },
          { name: "ServiceName", value: "acme-dev-api-web" },
        ],
      },
    });
  });

  it("can be memory, or a metric of the author's own", () => {
    const metric = {
      namespace: "AWS/ApplicationELB",
      name: "TargetResponseTime",
      dimensions: { LoadBalancer: "app/edge/1" },
      statistic: "Average",
    } as const;
    const template = scaled("prod", {
      cpuPercent: "off",
      memoryPercent: 70,
      metrics: { latency: { metric, target: 0.3 } },
    });
    const names = Object.values(resourcesOf(template, "aws_appautoscaling_policy"));
    expect(names.map(({ name }) => name)).toEqual(["latency", "memory"]);
    expect(
      policy(template, "latency").target_tracking_scaling_policy_configuration
        .customized_metric_specification,
    ).toEqual({
      namespace: "AWS/ApplicationELB",
      metric_name: "TargetResponseTime",
      statistic: "Average",
      dimensions: [{ name: "LoadBalancer", value: "app/edge/1" }],
    });
  });

  it("can add tasks in steps, counted from the alarm's threshold", () => {
    const metric = {
      namespace: "A",
      name: "Depth",
      dimensions: { Queue: "q" },
      statistic: "Maximum",
    } as const;
    const steps = [
      { from: 100, add: 2 },
      { from: 500, add: 5 },
    ];
    const template = scaled("prod", { steps: { deep: { metric, steps } } });
    expect(policy(template, "step-deep").step_scaling_policy_configuration.step_adjustment).toEqual(
      [
        {
          scaling_adjustment: 2,
          metric_interval_lower_bound: "0",
          metric_interval_upper_bound: "400",
        },
        { scaling_adjustment: 5, metric_interval_lower_bound: "400" },
      ],
    );
    const alarms = Object.values(resourcesOf(template, "aws_cloudwatch_metric_alarm"));
    expect(alarms.find(({ alarm_name }) => /-scale-out-deep$/.test(alarm_name))).toMatchObject({
      threshold: 100,
      comparison_operator: "GreaterThanOrEqualToThreshold",
    });
  });

  it("can be foreseen, at first only to be looked at", () => {
    const template = scaled("prod", { prediction: { metric: "cpu", percent: 50 } });
    expect(policy(template, "foresee").predictive_scaling_policy_configuration).toEqual({
      mode: "ForecastOnly",
      metric_specification: [
        {
          target_value: "50",
          predefined_metric_pair_specification: {
            predefined_metric_type: "ECSServiceCPUUtilization",
          },
        },
      ],
    });
  });
});

describe("taking tasks away", () => {
  it("can be forbidden to every policy", () => {
    const { target_tracking_scaling_policy_configuration } = policy(
      scaled("prod", { scaleIn: false }),
      "cpu",
    );
    expect(target_tracking_scaling_policy_configuration.disable_scale_in).toBe(true);
  });

  it("can stand still for a while", () => {
    const template = scaled("prod", { suspended: ["scale-in"] });
    expect(only(template, "aws_appautoscaling_target").suspended_state).toEqual({
      dynamic_scaling_in_suspended: true,
      dynamic_scaling_out_suspended: false,
      scheduled_scaling_suspended: false,
    });
  });
});
