import type {
  EcsServiceConfig,
  EcsServiceDeploymentConfiguration,
} from "@cdktf/provider-aws/lib/ecs-service/index.js";
import type { FargateServiceProps } from "./fargate-service-props.ts";
import { APP_CONTAINER } from "./sidecar.ts";
import type { TrafficShift, TrafficSteps } from "./traffic-shift-props.ts";

/** Where requests come from, and how ECS moves them. */
export function trafficArguments(
  { target, trafficShift: shift }: FargateServiceProps,
  healthCheckGraceSeconds: number,
): Partial<EcsServiceConfig> {
  if (!target) return {};
  return {
    healthCheckGracePeriodSeconds: healthCheckGraceSeconds,
    deploymentConfiguration: shift && {
      strategy: STRATEGIES[shift.steps?.kind ?? "at-once"],
      // The provider takes minutes as text.
      bakeTimeInMinutes: String(shift.bakeMinutes),
      ...stepsOf(shift.steps),
      lifecycleHook: hooksOf(shift),
    },
    loadBalancer: [
      {
        targetGroupArn: target.targetGroupArn,
        containerName: APP_CONTAINER,
        containerPort: target.containerPort,
        advancedConfiguration: shift && {
          alternateTargetGroupArn: shift.alternateTargetGroupArn,
          productionListenerRule: shift.productionRuleArn,
          testListenerRule: shift.testRuleArn,
          roleArn: shift.roleArn,
        },
      },
    ],
  };
}

const STRATEGIES = { "at-once": "BLUE_GREEN", canary: "CANARY", linear: "LINEAR" } as const;

function stepsOf(steps: TrafficSteps | undefined): Partial<EcsServiceDeploymentConfiguration> {
  if (!steps) return {};
  const { percent, minutes } = steps;
  return steps.kind === "canary"
    ? { canaryConfiguration: { canaryPercent: percent, canaryBakeTimeInMinutes: String(minutes) } }
    : { linearConfiguration: { stepPercent: percent, stepBakeTimeInMinutes: String(minutes) } };
}

function hooksOf({
  hooks = {},
  roleArn,
}: TrafficShift): EcsServiceDeploymentConfiguration["lifecycleHook"] {
  const all = Object.keys(hooks)
    .sort()
    .map((name) => hooks[name]!);
  if (all.length === 0) return undefined;
  return all.map(({ functionArn, stages }) => ({
    hookTargetArn: functionArn,
    lifecycleStages: [...stages],
    roleArn,
  }));
}
