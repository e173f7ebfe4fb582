import type { AttributeDiff } from "../diff/attribute.ts";
import { diffOf } from "../diff/diff.ts";
import { cut } from "../diff/shown.ts";
import { doingOf } from "../plan/action.ts";
import type { PlanJson, ResourceChange } from "../plan/plan-json.ts";
import type { Surroundings } from "./change.ts";

/** What was changed outside of Terraform. */
export interface DriftReview {
  /** What may have led to this plan. */
  readonly relevant: readonly DriftedThing[];
  /** How many other things have drifted. */
  readonly others: number;
  /** An apply takes it into the state and does nothing else: the plan is one of a refresh alone. */
  readonly taken: boolean;
}

/** One thing that is not as Terraform left it. */
export interface DriftedThing {
  readonly address: string;
  /** It is gone. */
  readonly gone: boolean;
  readonly attributes: readonly AttributeDiff[];
}

/**
 * The drift of a plan: what may have led to it is told, the rest is counted. Terraform names what others
 * refer to; a thing that the plan changes, or makes anew, may be brought back by it.
 */
export function driftOf(plan: PlanJson, { schemaOf, secrets }: Surroundings): DriftReview {
  const drifted = (plan.resource_drift ?? []).filter(({ change }) => !isMoveOnly(change.actions));
  if (drifted.length === 0) return { relevant: [], others: 0, taken: false };
  const relevant = new Set((plan.relevant_attributes ?? []).map(({ resource }) => resource));
  const changed = new Set(
    (plan.resource_changes ?? []).filter((each) => doingOf(each)).map(({ address }) => address),
  );
  const isOnlyDrift = !doesSomething(plan);
  const told = drifted.filter(
    (each) => isOnlyDrift || changed.has(each.address) || relevant.has(baseAddress(each)),
  );
  return {
    relevant: told.map((each) => ({
      address: cut(secrets.hide(each.address)),
      gone: each.change.actions.includes("delete"),
      attributes: diffOf({
        change: each.change,
        shape: schemaOf(each.type, each.provider_name),
        secrets,
        anew: false,
      }).attributes,
    })),
    others: drifted.length - told.length,
    taken: isOnlyDrift && plan.applyable === true,
  };
}

function doesSomething({
  resource_changes,
  output_changes,
  action_invocations,
}: PlanJson): boolean {
  return (
    (resource_changes ?? []).some((each) => doingOf(each) !== undefined) ||
    Object.values(output_changes ?? {}).some(({ actions }) => !actions.includes("no-op")) ||
    (action_invocations ?? []).length > 0
  );
}

function isMoveOnly(actions: readonly string[]): boolean {
  return actions.includes("no-op");
}

/** An attribute counts for all instances of a resource. */
function baseAddress({ address }: ResourceChange): string {
  return address.replace(/\[[^\]]*\]$/, "");
}
