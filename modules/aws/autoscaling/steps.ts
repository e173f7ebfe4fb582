import type { AppautoscalingPolicyStepScalingPolicyConfigurationStepAdjustment } from "@cdktf/provider-aws/lib/appautoscaling-policy/index.js";
import { between, type Finding, matching, must } from "@groundplan/core/problems";
import type { Metric } from "./tracking.ts";

/** More tasks in steps, the higher a metric is. For what target tracking is too slow or too fine. */
export interface StepScaling {
  readonly metric: Metric;
  /** From which value on how many tasks are added; values rise. */
  readonly steps: readonly { readonly from: number; readonly add: number }[];
  /** Seconds until the next step. @default 60 */
  readonly cooldownSeconds?: number;
  /** Minutes in a row in which the metric is above the first step. @default 1 */
  readonly minutes?: number;
}

/** The value at which the alarm of a step policy goes off: where its first step begins. */
export function thresholdOf({ steps }: StepScaling): number {
  return steps[0]!.from;
}

/** Steps as the provider takes them: bounds count from the alarm's threshold. */
export function stepAdjustments(
  scaling: StepScaling,
): AppautoscalingPolicyStepScalingPolicyConfigurationStepAdjustment[] {
  const threshold = thresholdOf(scaling);
  return scaling.steps.map(({ from, add }, i) => {
    const next = scaling.steps[i + 1];
    return {
      scalingAdjustment: add,
      metricIntervalLowerBound: String(from - threshold),
      metricIntervalUpperBound: next && String(next.from - threshold),
    };
  });
}

/** Checks that steps rise and add. */
export function stepProblems(
  prop: string,
  policies: Readonly<Record<string, StepScaling>>,
): Finding[] {
  return Object.entries(policies).flatMap(([key, { steps, cooldownSeconds, minutes }]) => {
    const at = `${prop}.${key}`;
    return [
      matching(at, key, /^[a-z][a-z0-9-]*$/, "be named in kebab case"),
      must(steps.length > 0, `${at}.steps`, "have at least one step"),
      must(
        steps.every(({ from }, i) => i === 0 || from > steps[i - 1]!.from),
        `${at}.steps`,
        "rise from step to step",
        steps.map(({ from }) => from),
      ),
      must(
        steps.every(({ add }) => add >= 1),
        `${at}.steps`,
        "add at least one task each",
        steps.map(({ add }) => add),
        "taking tasks away is target tracking's work",
      ),
      between(`${at}.cooldownSeconds`, cooldownSeconds, 0, 3600),
      between(`${at}.minutes`, minutes, 1, 60),
    ];
  });
}
