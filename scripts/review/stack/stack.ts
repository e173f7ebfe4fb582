import type { AccessChange } from "../access/access.ts";
import { settleAccess } from "../access/judge.ts";
import type { Phrase } from "../phrase.ts";
import { doingOf } from "../plan/action.ts";
import type { PlanJson, ResourceChange } from "../plan/plan-json.ts";
import { accessOf } from "./access-of.ts";
import {
  type ActionReview,
  actionsOf,
  type CheckReview,
  checksOf,
  type DeferralReview,
  deferralsOf,
  type OutputReview,
  outputsOf,
} from "./besides.ts";
import { type ChangeReview, reviewChange, type Surroundings } from "./change.ts";
import { type Counts, countsOf, disagreement, type OfficialSummary } from "./counts.ts";
import { type DriftReview, driftOf } from "./drift.ts";
import { renameHints } from "./rename.ts";
import { triggersOf } from "./triggers.ts";
import { bySeverity, stackVerdict, type Verdict } from "./verdict.ts";

/** What a reviewer needs to know of one plan. Nothing in it is secret. */
export interface PlanReview {
  readonly verdict: Verdict;
  readonly counts: Counts;
  /** What hurts most first. */
  readonly changes: readonly ChangeReview[];
  readonly access: readonly AccessChange[];
  readonly outputs: readonly OutputReview[];
  readonly drift: DriftReview;
  readonly checks: readonly CheckReview[];
  readonly deferrals: readonly DeferralReview[];
  readonly actions: readonly ActionReview[];
  /** Why it does not tell all: it failed half-way, or covers only a part. */
  readonly incomplete?: string;
  /** How our counts differ from Terraform's. */
  readonly disagreement?: string;
  /** The program that made it. */
  readonly engine?: string;
}

/** Reviews one plan. Its secrets must be among those of `around` already: see `collectSecrets`. */
export function reviewPlan(
  plan: PlanJson,
  around: Surroundings,
  official?: OfficialSummary,
): PlanReview {
  const { secrets } = around;
  const resources = (plan.resource_changes ?? []).filter((each) => doingOf(each) !== undefined);
  const changes = bySeverity(reviewChanges(resources, around));
  const access = settleAccess(resources.flatMap((each) => accessOf(each, around)));
  const outputs = outputsOf(plan, secrets);
  const [deferrals, actions] = [deferralsOf(plan, secrets), actionsOf(plan, secrets)];
  const counts = countsOf(changes, {
    outputs: outputs.length,
    deferred: deferrals.length,
    actions: actions.length,
  });
  const drift = driftOf(plan, around);
  const incomplete = whyIncomplete(plan);
  const differs = disagreement(counts, changes, official);
  return {
    verdict: stackVerdict(changes, access, [
      ...(plan.errored ? (["failed"] as const) : incomplete ? (["incomplete"] as const) : []),
      ...(outputs.length > 0 ? (["outputs only"] as const) : []),
      ...(actions.length > 0 ? (["actions only"] as const) : []),
      ...(drift.relevant.length > 0 ? (["drift only"] as const) : []),
      ...(drift.taken ? (["state only"] as const) : []),
    ]),
    counts,
    changes,
    access,
    outputs,
    drift,
    checks: checksOf(plan, secrets),
    deferrals,
    actions,
    ...(incomplete && { incomplete }),
    ...(differs && { disagreement: differs }),
    ...(plan.terraform_version && { engine: plan.terraform_version }),
  };
}

/** Each change, with what only the others tell of it. */
function reviewChanges(
  resources: readonly ResourceChange[],
  around: Surroundings,
): readonly ChangeReview[] {
  const hints = renameHints(resources, around.schemaOf);
  const triggers = triggersOf(resources, around.template);
  return resources.flatMap((each) => {
    const [hint, trigger] = [hints, triggers].map((all) => {
      const said = all.get(each.address);
      return said && hidden(said, around);
    });
    return reviewChange(each, around, { hint, trigger }) ?? [];
  });
}

function whyIncomplete({ errored, complete, deferred_changes }: PlanJson): string | undefined {
  if (errored)
    return "planning failed half-way: what is shown is only a part, and cannot be applied";
  if (complete === false) {
    return deferred_changes?.length
      ? "some changes are put off: another plan and apply is needed after this one"
      : "it does not cover everything: another plan and apply is needed after this one";
  }
  return undefined;
}

function hidden(phrase: Phrase, { secrets }: Surroundings): Phrase {
  return phrase.map((piece) =>
    typeof piece === "string" ? piece : { code: secrets.hide(piece.code) },
  );
}
