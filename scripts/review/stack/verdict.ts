import type { AccessChange } from "../access/access.ts";
import type { ChangeReview } from "./change.ts";

/** What a plan amounts to, the worst first. */
export const LADDER = [
  "failed",
  "destroys data",
  "replaces data",
  "destroys",
  "replaces",
  "forgets",
  "broadens access",
  "incomplete",
  "updates",
  "creates",
  "state only",
  "outputs only",
  "actions only",
  "drift only",
  "blocked",
  "not planned",
  "no changes",
] as const;

/** One rung of the ladder. */
export type Verdict = (typeof LADDER)[number];

/** The worst of several. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  const said = new Set(verdicts);
  return LADDER.find((verdict) => said.has(verdict)) ?? "no changes";
}

/** What one change amounts to. */
export function verdictOf({ action, order, stake, moved, imported }: ChangeReview): Verdict {
  switch (action) {
    case "destroy":
    case "unknown":
      return stake ? "destroys data" : "destroys";
    case "replace":
      return stake && order !== "forget-old" ? "replaces data" : "replaces";
    case "forget":
      return "forgets";
    case "update":
      return "updates";
    case "create":
      return "creates";
    default:
      return moved || imported ? "state only" : "no changes";
  }
}

/** What a plan amounts to as a whole; `besides` is what it amounts to apart from its changes. */
export function stackVerdict(
  changes: readonly ChangeReview[],
  access: readonly AccessChange[],
  besides: readonly Verdict[],
): Verdict {
  return worst([
    ...changes.map(verdictOf),
    ...(access.some(({ verdict }) => verdict === "broadens") ? (["broadens access"] as const) : []),
    ...besides,
  ]);
}

/** Orders changes: what hurts most first, then by where they were made. */
export function bySeverity(changes: readonly ChangeReview[]): ChangeReview[] {
  return changes
    .map((change) => ({
      change,
      rung: LADDER.indexOf(verdictOf(change)),
      label: labelOf(change),
    }))
    .sort((a, b) => a.rung - b.rung || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0))
    .map(({ change }) => change);
}

/** What a reviewer knows a thing by: its construct, else its address. */
export function labelOf({ origin, address, deposed }: ChangeReview): string {
  const index = () => /\[.*\]$/.exec(address)?.[0] ?? "";
  const label = origin ? `${origin.path.replace(/\/Default$/, "")}${index()}` : address;
  return deposed ? `${label} (deposed ${deposed})` : label;
}
