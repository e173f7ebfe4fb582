import { partsOfId, type Stack } from "../stacks/manifest.ts";
import { type Selectable, selectStacks, UnknownNames } from "../stacks/select.ts";
import type { Affected } from "./affected.ts";
import type { Read } from "./reads.ts";
import type { Removed } from "./renames.ts";

/** What a plan set is about. */
export interface Chosen {
  /** What is planned, producers first. */
  readonly planned: readonly Stack[];
  /** What is not, but reads of something that is: it may have to be planned afterwards. */
  readonly readers: readonly Stack[];
  /** What the base has and the code has not: nothing plans it. */
  readonly removed: readonly Removed[];
}

/**
 * The stacks that are named, those that a change affects, or what is both.
 *
 * @throws UnknownNames when a name means nothing
 */
export function chooseStacks(
  estate: readonly Stack[],
  names: readonly string[],
  affected: Affected | undefined,
  readsOf: (stack: Stack) => readonly Read[],
): Chosen {
  const gone = affected?.removed ?? [];
  const all = [...estate, ...gone.map(asSelectable)];
  const { stacks, unknown } = selectStacks<Selectable>(all, names);
  if (unknown.length > 0) throw new UnknownNames(unknown);
  const meant = new Set((names.length > 0 ? stacks : all).map(({ id }) => id));
  const named = estate.filter(({ id }) => meant.has(id));
  const removed = gone.filter(({ id }) => meant.has(id));
  if (!affected) return { planned: named, readers: [], removed };
  const changed = new Set(affected.changed);
  const planned = named.filter(({ id }) => changed.has(id));
  const ids = new Set(planned.map(({ id }) => id));
  const readers = named.filter(
    (stack) => !ids.has(stack.id) && readsOf(stack).some(({ producer }) => ids.has(producer)),
  );
  return { planned, readers, removed };
}

/** What is not in the code any more is named like any other stack. */
function asSelectable({ id }: Removed): Selectable {
  return { id, environment: partsOfId(id).environment, dependencies: [] };
}
