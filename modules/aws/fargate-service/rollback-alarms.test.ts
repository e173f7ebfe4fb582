import type { Stage } from "@groundplan/core/stage";
import { only, refusal, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { testApp, testTarget } from "../testing/fargate.ts";
import { synth } from "../testing/index.ts";
import { FargateService } from "./fargate-service.ts";
import type { FargateServiceProps } from "./fargate-service-props.ts";

/** A web service whose target is there. */
function web(stage: Stage, props: Partial<FargateServiceProps> = {}): Template {
  return synth((stack) => {
    const app = testApp(stack, { stage });
    const target = testTarget(stack);
    new FargateService(stack, "web", { app, process: "web", target, ...props });
  });
}

const alarms = (template: Template) =>
  Object.values(resourcesOf(template, "aws_cloudwatch_metric_alarm"));
const alarm = (template: Template, name: string) =>
  alarms(template).find(({ alarm_name }) => alarm_name === `acme-dev-api-web-rollback-${name}`)!;

describe("a deployment is taken back", () => {
  it("in prod by alarms of its own, after which the service is made", () => {
    const service = only(web("prod"), "aws_ecs_service");
    expect(service["alarms"]).toEqual({
      enable: true,
      rollback: true,
      alarm_names: [
        expect.stringMatching(/^\$\{aws_cloudwatch_metric_alarm\.web_rollback_errors_/),
        expect.stringMatching(/^\$\{aws_cloudwatch_metric_alarm\.web_rollback_unhealthy_/),
      ],
    });
  });

  it("when more than 5 % of at least 20 answers in a minute fail, twice in a row", () => {
    const { metric_query: queries, ...rest } = alarm(web("prod"), "errors");
    expect(rest).toMatchObject({
      threshold: 5,
      comparison_operator: "GreaterThanThreshold",
      evaluation_periods: 2,
      treat_missing_data: "notBreaching",
    });
    expect(queries).toMatchObject([
      { id: "errors", metric: { metric_name: "HTTPCode_Target_5XX_Count", stat: "Sum" } },
      { id: "requests", metric: { metric_name: "RequestCount", stat: "Sum" } },
      {
        expression: "IF(requests >= 20, 100 * FILL(errors, 0) / requests, 0)",
        return_data: true,
      },
    ]);
    expect(queries[0].metric.dimensions).toEqual({
      LoadBalancer: "app/edge/0123456789abcdef",
      TargetGroup: "targetgroup/api/0123456789abcdef",
    });
  });

  it.each([
    [60, 3],
    [150, 5],
  ])("when a task is unhealthy for longer than a start of %i s takes", (seconds, minutes) => {
    const rollout = { healthCheckGraceSeconds: seconds };
    expect(alarm(web("prod", { rollout }), "unhealthy")).toMatchObject({
      metric_name: "UnHealthyHostCount",
      statistic: "Maximum",
      threshold: 1,
      evaluation_periods: minutes,
    });
  });

  it("by alarms that the author names besides", () => {
    const rollout = { rollbackAlarms: ["acme-queue-age"] };
    const { alarm_names } = only(web("prod", { rollout }), "aws_ecs_service")["alarms"];
    expect(alarm_names).toEqual([expect.anything(), expect.anything(), "acme-queue-age"]);
  });

  it("in dev only when that is said", () => {
    expect(alarms(web("dev"))).toEqual([]);
    expect(alarms(web("dev", { rollout: { rollbackOnErrors: true } }))).toHaveLength(2);
  });

  it("not where nobody asks the load balancer: a worker has no such alarms", () => {
    expect(alarms(web("prod", { target: undefined }))).toEqual([]);
    const rollout = { rollbackOnErrors: true };
    expect(refusal(() => web("prod", { target: undefined, rollout }))).toBe(
      "test/web: rollout.rollbackOnErrors must not be set without a target; name alarms of your own in rollbackAlarms",
    );
  });
});
