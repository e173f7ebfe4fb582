import type { EcsServiceConfig } from "@cdktf/provider-aws/lib/ecs-service/index.js";
import type { FargateServiceProps } from "./fargate-service-props.ts";
import { APP_CONTAINER } from "./sidecar.ts";

/**
 * How ECS moves requests from the old tasks to the new ones with `ecs-blue-green`: the second target
 * group and the rules whose weights ECS sets.
 */
export interface TrafficShift {
  /** Target group that the next deployment's tasks register with. */
  readonly alternateTargetGroupArn: string;
  /** Listener rule that requests go through. Not a listener's default action: ECS refuses that. */
  readonly productionRuleArn: string;
  /** Listener rule that tests go through. @default no test traffic */
  readonly testRuleArn?: string;
  /** Role with which ECS changes the rules. */
  readonly roleArn: string;
  /** Minutes in which both sets of tasks run after the shift, 0 to 1440. */
  readonly bakeMinutes: number;
}

/** Where requests come from, and how ECS moves them. */
export function trafficArguments(
  { target, trafficShift: shift }: FargateServiceProps,
  healthCheckGraceSeconds: number,
): Partial<EcsServiceConfig> {
  if (!target) return {};
  return {
    healthCheckGracePeriodSeconds: healthCheckGraceSeconds,
    deploymentConfiguration: shift && {
      strategy: "BLUE_GREEN",
      // The provider takes minutes as text.
      bakeTimeInMinutes: String(shift.bakeMinutes),
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
