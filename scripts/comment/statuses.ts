import { countsLine } from "../render/compose/verdict.ts";
import { cut } from "../review/diff/long.ts";
import type { SetReview } from "../review/set/set.ts";
import { sumCounts } from "../review/stack/counts.ts";
import { worst } from "../review/stack/verdict.ts";
import { type Patience, patiently } from "./patience.ts";

/** A status of a commit, beside its checks. */
export interface CommitStatus {
  /** What it is about: `groundplan prod`. */
  readonly context: string;
  /** `pending` for a plan that must be made anew: it must not be merged, and nothing has failed. */
  readonly state: "success" | "failure" | "pending";
  /** What would happen, in a few words: `destroys: 2 destroy · 1 create`. */
  readonly description: string;
}

/** The statuses of commits on a forge. All calls throw a `ForgeRefusal`. */
export interface Reporter {
  /** Those that a commit has and had: the newest of each context first. */
  statuses(commit: string): Promise<readonly CommitStatus[]>;
  /** @param url where a reader gets to */
  report(commit: string, status: CommitStatus, url: string | undefined): Promise<void>;
}

/** Longest description that GitHub takes, less what says that it was cut. */
export const LONGEST = 100;

/**
 * One status for each environment: the worst that would happen to it, and how much of what.
 *
 * @param untouched environments that were looked at, and of which nothing is affected: a check that a
 * merge requires must be there in any case
 */
export function statusesOf(
  { stacks }: SetReview,
  app: string,
  untouched: readonly string[] = [],
): CommitStatus[] {
  const planned = stacks.map(({ environment }) => environment);
  const environments = [...new Set([...planned, ...untouched])].sort();
  return environments.map((environment) => {
    const own = stacks.filter((each) => each.environment === environment);
    const context = `${app} ${environment}`;
    if (own.length === 0) return { context, state: "success", description: "nothing affected" };
    const verdict = worst(own.map((each) => each.verdict));
    const counts = countsLine(sumCounts(own.flatMap(({ plan }) => plan?.counts ?? [])));
    return {
      context,
      state: verdict === "failed" ? "failure" : "success",
      description: cut(counts ? `${verdict}: ${counts}` : verdict, LONGEST),
    };
  });
}

/** Sees to it that a commit has these statuses. Run again it writes nothing. */
export function keepStatuses(
  reporter: Reporter,
  commit: string,
  { wanted, url }: { readonly wanted: readonly CommitStatus[]; readonly url: string | undefined },
  world: Patience,
): Promise<void> {
  // What was written before a refusal is seen by the next round, so nothing is written twice.
  return patiently(world, async () => {
    const present = await reporter.statuses(commit);
    for (const status of wanted) {
      const stands = present.find(({ context }) => context === status.context);
      const isSame = stands?.state === status.state && stands.description === status.description;
      if (!isSame) await reporter.report(commit, status, url);
    }
  });
}
