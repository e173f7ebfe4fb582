import { type ChangeReview, forcing } from "../stack/change.ts";
import { LADDER, labelOf, verdictOf } from "../stack/verdict.ts";
import type { StackReview } from "./stack-review.ts";

/** One thing to which different things happen in different environments. */
export interface Contrast {
  /** Stack without its environment: `music-library-network`. */
  readonly stack: string;
  readonly label: string;
  /** What happens where, by environment. */
  readonly actions: Readonly<Record<string, string>>;
  /** What forces it, where something does. */
  readonly forcedBy: readonly string[];
}

/** What happens to the same thing in some environments and not in the same way in others. */
export function contrastsOf(stacks: readonly StackReview[]): Contrast[] {
  return compared(stacks)
    .flatMap((each) => each ?? [])
    .sort((a, b) => a.rung - b.rung)
    .map(({ contrast }) => contrast);
}

/** To how many things the same kind of change is made in every environment; values may differ. */
export function alikeIn(stacks: readonly StackReview[]): number {
  return compared(stacks).filter((each) => each === undefined).length;
}

function compared(stacks: readonly StackReview[]) {
  const planned = stacks.filter(({ plan, result }) => plan && result === "planned");
  const groups = new Map<string, StackReview[]>();
  for (const stack of planned) {
    const name = stack.stack.slice(stack.environment.length + 1);
    groups.set(name, [...(groups.get(name) ?? []), stack]);
  }
  return [...groups].flatMap(([name, group]) => (group.length > 1 ? comparedIn(name, group) : []));
}

/** One for each thing that changes somewhere; nothing in its place where it changes alike. */
function comparedIn(stack: string, group: readonly StackReview[]) {
  const byAddress = new Map<string, Map<string, ChangeReview>>();
  for (const { environment, plan } of group) {
    for (const change of plan!.changes) {
      if (change.noise || change.action === "read") continue;
      const known = byAddress.get(change.address) ?? new Map<string, ChangeReview>();
      byAddress.set(change.address, known.set(environment, change));
    }
  }
  return [...byAddress.values()].map((changes) => {
    const actions = Object.fromEntries(
      group.map(({ environment }) => [environment, wordOf(changes.get(environment))]),
    );
    if (new Set(Object.values(actions)).size < 2) return undefined;
    const worst = [...changes.values()].sort((a, b) => rungOf(a) - rungOf(b))[0]!;
    const forcedBy = forcing(worst).map(({ path }) => path);
    const rung = rungOf(worst);
    return { rung, contrast: { stack, label: labelOf(worst), actions, forcedBy } };
  });
}

function rungOf(change: ChangeReview): number {
  return LADDER.indexOf(verdictOf(change));
}

function wordOf(change: ChangeReview | undefined): string {
  return change ? change.action : "nothing";
}
