import { refusal } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { FargateService, type FargateServiceProps } from "../fargate-service/index.ts";
import { testApp, testTarget } from "../testing/fargate.ts";
import { synth } from "../testing/index.ts";
import { ServiceScaling } from "./service-scaling.ts";
import type { ServiceScalingProps } from "./service-scaling-props.ts";

/** What a scaling of a prod service with two tasks is refused with. */
function refused(
  props: Omit<Partial<ServiceScalingProps>, "service">,
  change: Partial<FargateServiceProps> = {},
): string {
  return refusal(() =>
    synth((stack) => {
      const service = new FargateService(stack, "web", {
        app: testApp(stack, { stage: "prod" }),
        process: "web",
        countOwner: "autoscaling",
        target: testTarget(stack, {
          weightsOwner: change.deployOwner === "ecs-blue-green" ? change.deployOwner : "terraform",
        }),
        ...change,
      });
      new ServiceScaling(stack, "scaling", { service, ...props });
    }),
  );
}

const REQUESTS = { perMinute: 600, label: "app/a/1/targetgroup/b/2" };
const CPU = {
  namespace: "AWS/ECS",
  name: "CPUUtilization",
  dimensions: { ServiceName: "acme-dev-api-web", ClusterName: "acme-dev-main" },
  statistic: "Average",
} as const;

describe("scaling is refused", () => {
  it("for a service whose count is fixed", () => {
    expect(refused({}, { countOwner: "fixed" })).toBe(
      "test/scaling: service must have countOwner autoscaling, got fixed; a count has one owner",
    );
  });

  it("when the service begins outside the bounds, as after a restore", () => {
    expect(refused({ min: 3 })).toBe("test/scaling: service must begin with 3 to 10 tasks, got 2");
  });

  it("when the bounds cross", () => {
    expect(refused({ min: 2, max: 1 }, { count: 2 })).toBe(
      [
        "test/scaling: max must be at least 2, got 1",
        "test/scaling: service must begin with 2 to 1 tasks, got 2",
      ].join("\n"),
    );
  });

  it("to nothing, where nothing would wake the service", () => {
    expect(refused({ min: 0 })).toBe(
      "test/scaling: min must be at least 1 without a backlog, got 0; no CPU, memory or request of a task that is not there wakes it",
    );
  });

  it("to nothing no longer, where messages wake it", () => {
    expect(refused({ min: 0, backlog: { queueName: "q", messagesPerTask: 10 } })).toBe("");
  });

  it("by requests, while ECS shifts them between two target groups", () => {
    const trafficShift = {
      alternateTargetGroupArn: "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/b/1",
      productionRuleArn: "arn:aws:elasticloadbalancing:eu-west-1:1:listener-rule/app/a/1/2/3",
      roleArn: "arn:aws:iam::1:role/shift",
      bakeMinutes: 5,
    };
    expect(refused({ requests: REQUESTS }, { deployOwner: "ecs-blue-green", trafficShift })).toBe(
      "test/scaling: requests must not be set while ecs-blue-green shifts requests between two target groups; scale on CPU, or in metrics on a sum over both",
    );
  });

  it("by requests, for a worker", () => {
    expect(refused({ requests: REQUESTS }, { target: undefined })).toBe(
      "test/scaling: requests must not be set for a service without a target",
    );
  });

  it("by steps and by target on one metric", () => {
    expect(refused({ steps: { hot: { metric: CPU, steps: [{ from: 80, add: 1 }] } } })).toBe(
      'test/scaling: steps.hot.metric must not be the metric of cpuPercent, got "CPUUtilization"; two policies on one metric pull in two directions',
    );
  });

  it("by steps that do not rise or that take away", () => {
    const steps = [
      { from: 10, add: 1 },
      { from: 5, add: -1 },
    ];
    expect(refused({ cpuPercent: "off", steps: { hot: { metric: CPU, steps } } })).toBe(
      [
        "test/scaling: steps.hot.steps must rise from step to step, got [10,5]",
        "test/scaling: steps.hot.steps must add at least one task each, got [1,-1]; taking tasks away is target tracking's work",
      ].join("\n"),
    );
  });

  it("in office hours that end before they begin", () => {
    expect(refused({ officeHours: { from: "20:00", to: "07:00", days: "MO-FR" } })).toBe(
      [
        'test/scaling: officeHours.to must be later than from (20:00), got "07:00"',
        'test/scaling: officeHours.days must be days such as MON-FRI or MON,WED, got "MO-FR"',
      ].join("\n"),
    );
  });

  it("by a schedule that is none", () => {
    expect(refused({ schedules: { sale: { schedule: "0 6 * * *", min: 4, max: 3 } } })).toBe(
      [
        'test/scaling: schedules.sale.schedule must be cron(...), rate(...) or at(...), got "0 6 * * *"',
        "test/scaling: schedules.sale.max must be at least min (4), got 3",
      ].join("\n"),
    );
  });
});
