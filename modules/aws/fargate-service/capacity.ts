import { atLeast, type Finding, must } from "@groundplan/core/problems";

/** How tasks are spread over on-demand and Spot capacity. Weights count after the base. */
export interface CapacityMix {
  /** Tasks that always run on demand, before weights count. @default 0 */
  readonly onDemandBase?: number;
  /** Share of the tasks above the base that run on demand. @default 0 */
  readonly onDemandWeight?: number;
  /** Share of the tasks above the base that run on Spot: AWS may stop them within two minutes. @default 0 */
  readonly spotWeight?: number;
}

/** One line of a capacity provider strategy, as ECS and EventBridge Scheduler take it. */
export interface CapacityProviderShare {
  readonly capacityProvider: "FARGATE" | "FARGATE_SPOT";
  readonly base?: number;
  readonly weight: number;
}

/**
 * The strategy for a mix. There always is one and never a launch type: a service that goes from one
 * to the other is replaced (terraform-provider-aws#22408).
 */
export function strategyOf(mix: CapacityMix): CapacityProviderShare[] {
  const { onDemandBase = 0, onDemandWeight = 0, spotWeight = 0 } = mix;
  const shares: CapacityProviderShare[] = [];
  if (onDemandBase > 0 || onDemandWeight > 0) {
    shares.push({ capacityProvider: "FARGATE", base: onDemandBase, weight: onDemandWeight });
  }
  if (spotWeight > 0)
    shares.push({ capacityProvider: "FARGATE_SPOT", base: 0, weight: spotWeight });
  return shares;
}

/** Checks that a mix can place every task. */
export function capacityProblems(prop: string, mix: CapacityMix): Finding[] {
  const { onDemandBase = 0, onDemandWeight = 0, spotWeight = 0 } = mix;
  return [
    atLeast(`${prop}.onDemandBase`, onDemandBase, 0),
    atLeast(`${prop}.onDemandWeight`, onDemandWeight, 0),
    atLeast(`${prop}.spotWeight`, spotWeight, 0),
    must(
      onDemandWeight + spotWeight > 0,
      prop,
      "have a weight above 0",
      mix,
      "tasks above the base would have nowhere to run",
    ),
  ];
}
