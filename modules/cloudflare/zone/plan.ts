import { type Finding, must } from "@groundplan/core/problems";

/**
 * What a zone pays for. Many features and limits follow from it, and Cloudflare refuses what the
 * plan lacks only at apply, sometimes with the whole ruleset.
 */
export type Plan = "free" | "pro" | "business" | "enterprise";

/** A value for each plan. */
export type PerPlan<T> = Readonly<Record<Plan, T>>;

/** The plans from the smallest to the largest. */
export const PLANS: readonly Plan[] = ["free", "pro", "business", "enterprise"];

/** True when `plan` has everything that `needed` has. */
export function covers(plan: Plan, needed: Plan): boolean {
  return PLANS.indexOf(plan) >= PLANS.indexOf(needed);
}

/**
 * A problem when a feature is used that the plan lacks.
 *
 * @param prop what was typed
 * @param used whether it is used at all
 * @param plan the zone's plan
 * @param needed the smallest plan that has the feature
 * @param value what was given, where that helps
 */
export function planProblem(
  prop: string,
  used: boolean,
  plan: Plan,
  needed: Plan,
  value?: unknown,
): Finding {
  return (
    used &&
    must(
      covers(plan, needed),
      prop,
      `be left out below the ${needed} plan`,
      value,
      `the zone's plan is ${plan}`,
    )
  );
}
