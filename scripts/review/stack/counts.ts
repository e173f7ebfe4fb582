import { type Doing, doingOf } from "../plan/action.ts";
import type { PlanJson } from "../plan/plan-json.ts";

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
  changes: readonly Doing[],
  others: Pick<Counts, "outputs" | "deferred" | "actions">,
): Counts {
  const counts = { ...NONE, ...others };
  for (const { action, order, imported, moved } of changes) {
    if (action === "replace") {
      counts[order === "destroy-first" ? "replaceDestroyFirst" : "replaceCreateFirst"]++;
    } else if (action !== "import" && action !== "move" && action !== "open") counts[action]++;
    if (imported) counts.import++;
    if (moved) counts.move++;
  }
  return counts;
}

/** Nothing at all. */
const NONE: Counts = {
  destroy: 0,
  replaceDestroyFirst: 0,
  replaceCreateFirst: 0,
  forget: 0,
  update: 0,
  create: 0,
  import: 0,
  move: 0,
  read: 0,
  outputs: 0,
  deferred: 0,
  actions: 0,
  unknown: 0,
};

/** Sums counts. */
export function sumCounts(all: readonly Counts[]): Counts {
  return Object.fromEntries(
    Object.keys(NONE).map((key) => [
      key,
      all.reduce((sum, counts) => sum + counts[key as keyof Counts], 0),
    ]),
  ) as unknown as Counts;
}

/** How our counts and Terraform's own differ, in words; nothing where they agree. */
export function disagreement(
  counts: Counts,
  changes: readonly Doing[],
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

/** True where Terraform counts something else in its plan than a review will. */
export function isMiscounted(plan: PlanJson, official: OfficialSummary): boolean {
  const changes = (plan.resource_changes ?? []).flatMap((each) => doingOf(each) ?? []);
  const counts = countsOf(changes, { outputs: 0, deferred: 0, actions: 0 });
  return disagreement(counts, changes, official) !== undefined;
}
