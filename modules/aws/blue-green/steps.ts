import { CodedeployDeploymentConfig } from "@cdktf/provider-aws/lib/codedeploy-deployment-config/index.js";
import type { Construct } from "constructs";
import type { TrafficSteps } from "../fargate-service/index.ts";

/** CodeDeploy's own configurations, by what they do. */
const READY_MADE: Readonly<Record<string, string>> = {
  "at-once": "CodeDeployDefault.ECSAllAtOnce",
  "canary 10 5": "CodeDeployDefault.ECSCanary10Percent5Minutes",
  "canary 10 15": "CodeDeployDefault.ECSCanary10Percent15Minutes",
  "linear 10 1": "CodeDeployDefault.ECSLinear10PercentEvery1Minutes",
  "linear 10 3": "CodeDeployDefault.ECSLinear10PercentEvery3Minutes",
};

/** Name of the configuration by which CodeDeploy moves requests: its own, or one that is to be made. */
export function configurationName(name: string, steps: "at-once" | TrafficSteps): string {
  if (steps === "at-once") return READY_MADE[steps]!;
  const { kind, percent, minutes } = steps;
  // A configuration cannot change: what it does is in its name.
  const own = `${name}-${kind}-${percent}-${minutes}`;
  return READY_MADE[`${kind} ${percent} ${minutes}`] ?? own;
}

/** Makes the configuration where CodeDeploy has none. What the group refers to. */
export function createConfiguration(
  scope: Construct,
  name: string,
  steps: "at-once" | TrafficSteps,
): string {
  if (steps === "at-once" || Object.values(READY_MADE).includes(name)) return name;
  const part = { interval: steps.minutes, percentage: steps.percent };
  const config = new CodedeployDeploymentConfig(scope, "steps", {
    deploymentConfigName: name,
    computePlatform: "ECS",
    trafficRoutingConfig:
      steps.kind === "canary"
        ? { type: "TimeBasedCanary", timeBasedCanary: part }
        : { type: "TimeBasedLinear", timeBasedLinear: part },
    // The new one comes first: the group goes over to it.
    lifecycle: { createBeforeDestroy: true },
  });
  return config.deploymentConfigName;
}
