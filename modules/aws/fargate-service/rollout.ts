import type { EcsServiceConfig } from "@cdktf/provider-aws/lib/ecs-service/index.js";
import { atLeast, between, type Finding, must } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import { DEFAULTS } from "./defaults.ts";
import type { DeployOwner } from "./ownership.ts";

/** How new tasks take over from old ones. */
export interface Rollout {
  /** Tasks that stay healthy meanwhile, in percent of the count, 0 to 100. @default 0 in dev, 100 in prod */
  readonly minHealthyPercent?: number;
  /** Tasks that may run meanwhile, in percent of the count, 100 to 400. @default 200 */
  readonly maxPercent?: number;
  /** Seconds after its start in which a task's failed health checks do not count. @default 60 */
  readonly healthCheckGraceSeconds?: number;
  /**
   * Whether answers 5xx and tasks that stay unhealthy take a deployment back: two alarms on the target,
   * for a service that ECS rolls.
   *
   * @default false in dev, true in prod; false where there is no target, or another one shifts requests
   */
  readonly rollbackOnErrors?: boolean;
  /** More alarms, by name, that take a deployment back when they go off during it. @default none */
  readonly rollbackAlarms?: readonly string[];
  /** Whether an apply waits until the deployment is done, and fails with it. @default false in dev, true in prod */
  readonly waitUntilSteady?: boolean;
  /**
   * Whether ECS moves tasks when a zone has more than its share; needs a `maxPercent` above 100.
   *
   * @default false in dev, true in prod
   */
  readonly rebalanceZones?: boolean;
}

/** A rollout with everything said. */
export type ResolvedRollout = Required<Rollout>;

/**
 * The author's rollout over the stage's defaults. CodeDeploy waits and rebalances by itself or not at
 * all; ECS rebalances only where a task may start before another one stops.
 */
export function resolveRollout(
  { ...given }: Rollout,
  stage: Stage,
  owner: DeployOwner,
  hasTarget: boolean,
): ResolvedRollout {
  const byEcs = owner !== "codedeploy";
  const maxPercent = given.maxPercent ?? DEFAULTS.maxPercent[stage];
  return {
    minHealthyPercent: DEFAULTS.minHealthyPercent[stage],
    maxPercent,
    healthCheckGraceSeconds: DEFAULTS.healthCheckGraceSeconds[stage],
    rollbackOnErrors: hasTarget && isRolled(owner) && DEFAULTS.rollbackOnErrors[stage],
    rollbackAlarms: [],
    waitUntilSteady: byEcs && DEFAULTS.waitUntilSteady[stage],
    rebalanceZones: byEcs && DEFAULTS.rebalanceZones[stage] && maxPercent > 100,
    ...given,
  };
}

/** One target group serves all tasks, so that its metrics tell of all of them. */
function isRolled(owner: DeployOwner): boolean {
  return owner === "terraform" || owner === "pipeline";
}

/**
 * The part of a service's arguments that says how it is deployed, and who else deploys it.
 *
 * @param alarmNames every alarm that takes a deployment back
 */
export function deploymentArguments(
  rollout: ResolvedRollout,
  owner: DeployOwner,
  alarmNames: readonly string[],
): Partial<EcsServiceConfig> {
  const byEcs = owner !== "codedeploy";
  return {
    deploymentController: { type: byEcs ? "ECS" : "CODE_DEPLOY" },
    // CodeDeploy takes back by itself; ECS refuses a breaker beside it.
    deploymentCircuitBreaker: byEcs ? { enable: true, rollback: true } : undefined,
    alarms:
      alarmNames.length > 0
        ? { enable: true, rollback: true, alarmNames: [...alarmNames] }
        : undefined,
    deploymentMinimumHealthyPercent: rollout.minHealthyPercent,
    deploymentMaximumPercent: rollout.maxPercent,
    availabilityZoneRebalancing: rollout.rebalanceZones ? "ENABLED" : "DISABLED",
    waitForSteadyState: rollout.waitUntilSteady,
    sigintRollback: rollout.waitUntilSteady || undefined,
    // Lets the capacity mix change in place: otherwise it replaces the service
    // (terraform-provider-aws#22408).
    forceNewDeployment: byEcs,
  };
}

/** Checks the numbers as they come out, and that nothing is asked of ECS that CodeDeploy does. */
export function rolloutProblems(
  given: Rollout,
  stage: Stage,
  owner: DeployOwner,
  hasTarget: boolean,
): Finding[] {
  const { healthCheckGraceSeconds, rollbackAlarms = [] } = given;
  const { minHealthyPercent, maxPercent } = resolveRollout(given, stage, owner, hasTarget);
  return [
    between("rollout.minHealthyPercent", given.minHealthyPercent, 0, 100),
    between("rollout.maxPercent", given.maxPercent, 100, 400),
    must(
      maxPercent > 100 || minHealthyPercent < 100,
      "rollout.maxPercent",
      "be above 100 while minHealthyPercent is 100",
      maxPercent,
      "otherwise no task can be replaced",
    ),
    must(
      !given.rebalanceZones || maxPercent > 100,
      "rollout.rebalanceZones",
      "not be set with maxPercent 100",
      given.rebalanceZones,
    ),
    // With none a slow start is killed before it is done, and the breaker takes the deployment back.
    atLeast("rollout.healthCheckGraceSeconds", healthCheckGraceSeconds, 1),
    must(
      hasTarget || healthCheckGraceSeconds === undefined,
      "rollout.healthCheckGraceSeconds",
      "not be set without a target",
      healthCheckGraceSeconds,
    ),
    must(
      !given.rollbackOnErrors || (hasTarget && isRolled(owner)),
      "rollout.rollbackOnErrors",
      hasTarget ? `not be set while ${owner} shifts requests` : "not be set without a target",
      undefined,
      "name alarms of your own in rollbackAlarms",
    ),
    ...(owner === "codedeploy"
      ? [
          onlyByEcs(
            "rollbackAlarms",
            rollbackAlarms.length > 0,
            "set them on the deployment group",
          ),
          onlyByEcs("waitUntilSteady", given.waitUntilSteady === true),
          onlyByEcs("rebalanceZones", given.rebalanceZones === true),
        ]
      : []),
  ];
}

function onlyByEcs(prop: string, given: boolean, cure?: string): Finding {
  return must(!given, `rollout.${prop}`, "not be set while codedeploy deploys", undefined, cure);
}
