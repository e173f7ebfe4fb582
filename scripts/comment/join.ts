import type { Provenance } from "../render/compose/scene.ts";
import { contrastsOf } from "../review/set/contrast.ts";
import type { SetReview } from "../review/set/set.ts";
import type { StackReview } from "../review/set/stack-review.ts";
import { sumCounts } from "../review/stack/counts.ts";
import { worst } from "../review/stack/verdict.ts";
import { bareProvenance, type PlanResult } from "./result.ts";

/** Results of several jobs as one review. */
export interface Joined {
  readonly review: SetReview;
  readonly from: Provenance;
  /** When the first of them was planned. */
  readonly planned: string;
}

/** What is said of a set that nobody handed in. */
const NO_RESULT =
  "no result: the job that plans it died, was cancelled or could not hand it in. Its log says more.";

/** What is said of a set that is withheld. */
const WITHHELD =
  "withheld: what it would show holds a sensitive value or something that looks like a credential. " +
  "Look at the plan itself with terraform show, and report this as a bug.";

/**
 * Joins the results of parallel jobs, in the order of their names' first mention.
 *
 * @param expected sets that must be there; one that is not gets a row all the same
 * @param about what it is about, where no job has handed in anything
 */
export function joinResults(
  results: readonly PlanResult[],
  expected: readonly string[],
  about: { readonly head: string; readonly now: Date },
): Joined {
  const names = [...new Set([...expected, ...results.map(({ set }) => set)])];
  const stacks = names.flatMap((name): readonly StackReview[] => {
    const result = results.find(({ set }) => set === name);
    if (!result) return [placeholder(name, NO_RESULT)];
    return result.review?.stacks ?? [placeholder(name, WITHHELD)];
  });
  const reviews = results.flatMap(({ review }) => review ?? []);
  const [first] = [...results].sort((a, b) => (a.planned < b.planned ? -1 : 1));
  const nothing = bareProvenance({ dirty: false, rehearsal: false, commit: about.head });
  return {
    planned: first?.planned ?? about.now.toISOString(),
    from: first ? joinProvenance(results, first) : nothing,
    review: {
      verdict: worst(stacks.map(({ verdict }) => verdict)),
      counts: sumCounts(reviews.map(({ counts }) => counts)),
      stacks,
      contrasts: contrastsOf(stacks),
      findings: reviews.flatMap(({ findings }) => findings),
      lost: reviews.flatMap(({ lost }) => lost),
      hasBase: reviews.some(({ hasBase }) => hasBase),
    },
  };
}

function joinProvenance(results: readonly PlanResult[], { from }: PlanResult): Provenance {
  const all = results.map((each) => each.from);
  const unique = (texts: readonly string[], between: string) => [...new Set(texts)].join(between);
  const { digest, ...rest } = from;
  return {
    ...rest,
    dirty: all.some(({ dirty }) => dirty),
    rehearsal: all.some(({ rehearsal }) => rehearsal),
    engine: unique(
      all.map(({ engine }) => engine),
      ", ",
    ),
    command: unique(
      all.map(({ command }) => command),
      " && ",
    ),
    providers: [...new Set(all.flatMap(({ providers = [] }) => providers))].sort(),
    options: [...new Set(all.flatMap(({ options }) => options))],
    ...(results.length === 1 && digest && { digest }),
  };
}

function placeholder(set: string, text: string): StackReview {
  return {
    stack: set,
    environment: set,
    dependencies: [],
    result: "failed",
    verdict: "failed",
    problems: [{ text }],
    warnings: [],
    stale: [],
    providers: [],
  };
}
