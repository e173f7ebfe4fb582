import type { ChangeReview } from "./change.ts";

/** How many things a plan does what to. A replacement is never only a creation. */
export interface Counts {
  readonly destroy: number;
  readonly replaceDestroyFirst: number;
  readonly replaceCreateFirst: number;
  readonly forget: number;
  readonly update: number;
  readonly create: number;
  readonly import: number;
  readonly move: number;
  readonly read: number;
  readonly outputs: number;
  readonly deferred: number;
  readonly actions: number;
  /** Done to a thing by words that this program does not know. */
  readonly unknown: number;
}

/** What Terraform itself counts: a replacement adds one and removes one. */
export interface OfficialSummary {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
  readonly import?: number;
}

/** Counts what a plan does. */
export function countsOf(
  changes: readonly ChangeReview[],
  others: Pick<Counts, "outputs" | "deferred" | "actions">,
): Counts {
  const count = (wanted: (change: ChangeReview) => boolean) => changes.filter(wanted).length;
  const replaced = count(({ action }) => action === "replace");
  const createFirst = count(({ order }) => order === "create-first" || order === "forget-old");
  return {
    destroy: count(({ action }) => action === "destroy"),
    replaceDestroyFirst: replaced - createFirst,
    replaceCreateFirst: createFirst,
    forget: count(({ action }) => action === "forget"),
    update: count(({ action }) => action === "update"),
    create: count(({ action }) => action === "create"),
    import: count(({ imported }) => imported),
    move: count(({ moved }) => moved),
    read: count(({ action }) => action === "read"),
    unknown: count(({ action }) => action === "unknown"),
    ...others,
  };
}

/** Sums counts. */
export function sumCounts(all: readonly Counts[]): Counts {
  const none = countsOf([], { outputs: 0, deferred: 0, actions: 0 });
  return Object.fromEntries(
    Object.keys(none).map((key) => [
      key,
      all.reduce((sum, counts) => sum + counts[key as keyof Counts], 0),
    ]),
  ) as unknown as Counts;
}

/** How our counts and Terraform's own differ, in words; nothing where they agree. */
export function disagreement(
  counts: Counts,
  changes: readonly ChangeReview[],
  official: OfficialSummary | undefined,
): string | undefined {
  if (!official) return undefined;
  const replaced = counts.replaceDestroyFirst + counts.replaceCreateFirst;
  const forgotten = changes.filter(({ order }) => order === "forget-old").length;
  const ours = [counts.create + replaced, counts.update, counts.destroy + replaced - forgotten];
  const theirs = [official.add, official.change, official.remove];
  if (ours.every((count, at) => count === theirs[at])) return undefined;
  const words = ([add, change, remove]: readonly number[]) =>
    `${add} to add, ${change} to change, ${remove} to destroy`;
  return `Terraform counts ${words(theirs)}; this review finds ${words(ours)}`;
}
