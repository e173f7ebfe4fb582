import type { Read } from "../plan/reads.ts";
import type { PlanJson } from "../review/plan/plan-json.ts";
import { collectSecrets } from "../review/secret/collect.ts";
import { reviewPlan } from "../review/stack/stack.ts";
import type { Stack } from "../stacks/manifest.ts";
import { type Difference, differencesOf, type Knowledge } from "./compare/differences.ts";
import { followingOf } from "./compare/follow.ts";
import { movedValues } from "./compare/moved.ts";
import type { Right } from "./result.ts";
import type { Reviewed, Task } from "./tasks.ts";

/** What judging a plan needs to know. */
export interface Judging extends Knowledge {
  readonly reviewed: Reviewed;
  readonly reads: (stack: Stack) => readonly Read[];
  readonly planner: {
    digest(plan: PlanJson): string;
    hashOf(stack: Stack): string;
  };
}

/** Whether a plan may be applied under the approval that was given, and why not. */
export interface Judgement {
  /** Left out where it needs an approval of its own. */
  readonly right?: Right;
  readonly problems: readonly string[];
  readonly differences: readonly Difference[];
  readonly follows: readonly string[];
}

/**
 * Judges a plan that was made again.
 *
 * @param unforeseen what has moved and the review did not foresee, in words
 */
export function judge(
  task: Task,
  now: PlanJson,
  unforeseen: readonly string[],
  judging: Judging,
): Judgement {
  const { entry, plan, stack } = task;
  const { schemaOf, secrets, planner } = judging;
  collectSecrets(now, schemaOf, secrets);
  if (plan && planner.digest(now) === entry.digest) {
    return { right: "planned again, the same", problems: [], differences: [], follows: [] };
  }
  const isSameCode = entry.synthesized === planner.hashOf(stack) || entry.result === "unaffected";
  const mayFollow = isSameCode && entry.result !== "blocked" && unforeseen.length === 0;
  const following = mayFollow ? follow(task, now, judging) : undefined;
  const hide = (texts: readonly string[]) => texts.map((text) => secrets.hide(text));
  if (following && following.against.length === 0) {
    const follows = hide(following.follows);
    return { right: "follows what moved", problems: [], differences: [], follows };
  }
  // What nobody has seen differs in everything: the new plan set tells it better.
  const differences =
    entry.result === "blocked" ? [] : differencesOf(plan ?? NOTHING, now, judging);
  return {
    problems: hide(reasons(task, isSameCode, [...unforeseen, ...(following?.against ?? [])])),
    differences,
    follows: [],
  };
}

const NOTHING: PlanJson = { format_version: "1.2" };

function follow(task: Task, now: PlanJson, { reviewed, reads, schemaOf, secrets }: Judging) {
  const { entry, plan, stack } = task;
  const moved = movedValues(entry.stale, reads(stack), reviewed.planOf, now);
  if (moved.length === 0) return undefined;
  const { follows, against } = followingOf(plan, now, moved, schemaOf);
  const { access } = reviewPlan(now, { schemaOf, secrets, template: stack.template });
  const wider = access
    .filter(({ verdict }) => verdict !== "narrows")
    .map(({ address, verdict }) =>
      verdict === "broadens" ? `${address} broadens access` : `${address} may broaden access`,
    );
  return { follows, against: [...against, ...wider] };
}

/** Most reasons that are told. */
const MOST = 10;

function reasons({ entry }: Task, isSameCode: boolean, against: readonly string[]): string[] {
  if (entry.result === "blocked")
    return ["was blocked in the review, so nobody has seen this plan"];
  if (!isSameCode) return ["the code is not the one that was reviewed, and the plan is another"];
  const rest = against.length - MOST;
  const shown = [...against.slice(0, MOST), ...(rest > 0 ? [`and ${rest} more`] : [])];
  return shown.length > 0 ? shown : ["would not do what was reviewed"];
}
