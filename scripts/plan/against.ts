import type { ProviderMove } from "../review/set/input.ts";
import { readStacks, type Stack } from "../stacks/manifest.ts";
import { type Affected, affectedOf, type Folders, shapeOf } from "./affected.ts";
import type { Base } from "./base.ts";
import { readCosts } from "./costs.ts";
import { providerMoves } from "./moves.ts";
import { touchedBy } from "./touched.ts";

/** What synthesized stacks are, compared with those of a base. */
export interface Against {
  readonly commit: string;
  readonly affected: Affected;
  /** What the change leads to in a stack, given the remote states whose outputs move. */
  touched(stack: string, movedReads: readonly string[]): string[];
  moves(stack: Stack): ProviderMove[];
  cost(stack: string): number | undefined;
}

/** Compares the head's stacks with the base's. */
export function compareWith(base: Base, estate: readonly Stack[], head: Folders): Against {
  const stacks = readStacks(base.output);
  const before = stacks.map((stack) =>
    shapeOf(stack, { output: base.output, checkout: base.root }),
  );
  const after = estate.map((stack) => shapeOf(stack, head));
  const byId = <T extends { readonly id: string }>(all: readonly T[]) =>
    new Map(all.map((each) => [each.id, each]));
  const [oldStacks, oldShapes, newShapes] = [byId(stacks), byId(before), byId(after)];
  const costs = readCosts(base.output);
  return {
    commit: base.commit,
    affected: affectedOf(before, after),
    touched: (id, movedReads) => touchedBy(oldShapes.get(id), newShapes.get(id)!, movedReads),
    moves: (stack) => providerMoves(oldStacks.get(stack.id), stack),
    cost: (id) => costs?.(id),
  };
}
