import type { SetReview } from "../review/set/set.ts";
import type { Counts } from "../review/stack/counts.ts";
import type { PlanSetManifest } from "./manifest.ts";
import { setDigest } from "./set-digest.ts";

/** A plan set as data: what became of each stack, without any value. */
export interface SetSummary {
  readonly folder: string;
  readonly commit?: string;
  readonly base?: string;
  readonly verdict: string;
  /** Digest of the whole set: what an approval names. */
  readonly digest: string;
  readonly stacks: readonly {
    readonly stack: string;
    readonly result: string;
    readonly verdict: string;
    readonly counts?: Counts;
    readonly blockedBy?: string;
    readonly staleOn?: readonly string[];
    readonly digest?: string;
    /** Page of the run that has planned it. */
    readonly page?: string;
  }[];
}

/** A plan set as data. */
export function summaryOf(
  folder: string,
  manifest: PlanSetManifest,
  review: SetReview,
): SetSummary {
  const { commit, base } = manifest;
  return {
    folder,
    ...(commit && { commit }),
    ...(base && { base }),
    verdict: review.verdict,
    digest: setDigest(manifest),
    stacks: review.stacks.map(({ stack, result, verdict, plan, stale, ...rest }) => ({
      stack,
      result,
      verdict,
      ...(plan && { counts: plan.counts }),
      ...(rest.blockedBy && { blockedBy: rest.blockedBy }),
      ...(stale.length > 0 && { staleOn: stale.map(({ producer }) => producer) }),
      ...(rest.digest && { digest: rest.digest }),
      ...(rest.page && { page: rest.page }),
    })),
  };
}
