import type { StackApplied } from "../../apply/result.ts";
import { partsOfId } from "../../stacks/manifest.ts";
import type { Report } from "../report.ts";
import { isAnyPlannedBefore, isPlannedBefore, type PlanRecord } from "./record.ts";

/** Stacks of one environment that were applied, as far as plans of others are out of date by it. */
export interface AppliedStacks {
  readonly environment: string;
  /** Commit that was applied last. */
  readonly commit: string;
  /** When each was applied, in ISO 8601. */
  readonly stacks: Readonly<Record<string, string>>;
  /** When others were, of which there was no room to say which; left out where these are all. */
  readonly others?: string;
}

/** Of which stacks a plan is out of date. */
export interface Outdated {
  readonly environment: string;
  readonly commit: string;
  readonly stacks: readonly string[];
  /** There are others, and it is not known which. */
  readonly others: boolean;
}

/**
 * What an apply has put out of date, by environment: stacks whose state it has changed, and those that
 * read outputs which it has moved.
 *
 * @param at when a stack was applied of which the report does not say it, in ISO 8601
 */
export function appliedBy(
  { stacks, leftBehind }: Report,
  commit: string,
  at: string,
): AppliedStacks[] {
  const changed = stacks.filter(hasChanged);
  const endOf = (stack: string) => stacks.find((each) => each.stack === stack)?.at ?? at;
  const times = [
    ...changed.map(({ stack, environment }) => ({ stack, environment, at: endOf(stack) })),
    ...leftBehind.map(({ stack, producer }) => {
      return { stack, environment: partsOfId(stack).environment, at: endOf(producer) };
    }),
  ];
  const environments = [...new Set(times.map(({ environment }) => environment))];
  return environments.map((environment) => {
    const own = times.filter((each) => each.environment === environment);
    return {
      environment,
      commit,
      stacks: Object.fromEntries(own.map((each) => [each.stack, each.at])),
    };
  });
}

/** Whether an apply has done something to a state, or nobody knows that it has not. */
function hasChanged({ ending, things }: StackApplied): boolean {
  if (ending === "applied" || ending === "unknown") return true;
  if (ending !== "failed" && ending !== "stopped") return false;
  const { done, unknown, failed, gone, doubled } = things;
  return [done, unknown, failed, gone, doubled].some((each) => each.length > 0);
}

/** Both together, an environment once: of each stack the last time, and the commit that came last. */
export function joinApplied(all: readonly AppliedStacks[]): AppliedStacks[] {
  const joined = new Map<string, AppliedStacks>();
  for (const each of all) {
    const one = joined.get(each.environment);
    joined.set(each.environment, one ? both(one, each) : each);
  }
  return [...joined.values()].sort((a, b) => (a.environment < b.environment ? -1 : 1));
}

function both(one: AppliedStacks, other: AppliedStacks): AppliedStacks {
  const [before, after] = lastOf(one) <= lastOf(other) ? [one, other] : [other, one];
  const stacks = { ...one.stacks };
  for (const [stack, at] of Object.entries(other.stacks)) {
    if (!((stacks[stack] ?? "") > at)) stacks[stack] = at;
  }
  const others = [before.others, after.others]
    .filter((each) => each !== undefined)
    .sort()
    .at(-1);
  const { environment, commit } = after;
  return { environment, commit, stacks, ...(others !== undefined && { others }) };
}

/** When the last of them was applied. */
export function lastOf({ stacks, others = "" }: AppliedStacks): string {
  return [...Object.values(stacks), others].sort().at(-1) ?? "";
}

/** What of a plan is out of date by what was applied. */
export function outdatedBy(applied: readonly AppliedStacks[], record: PlanRecord): Outdated[] {
  return applied.flatMap(({ environment, commit, stacks, others }) => {
    const hit = Object.entries(stacks)
      .filter(([stack, at]) => isPlannedBefore(record, { environment, stack, at }))
      .map(([stack]) => stack)
      .sort();
    // Of those without a name it is not known whether they are in this plan: better said than not.
    const more = others !== undefined && isAnyPlannedBefore(record, environment, others);
    return hit.length > 0 || more ? [{ environment, commit, stacks: hit, others: more }] : [];
  });
}
