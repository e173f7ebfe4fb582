import type { Stack } from "../stacks/manifest.ts";
import { selectStacks, UnknownNames } from "../stacks/select.ts";
import type { Affected } from "./affected.ts";
import type { Read } from "./reads.ts";

/** What a plan set is about. */
export interface Chosen {
  /** What is planned, producers first. */
  readonly planned: readonly Stack[];
  /** What is not, but reads of something that is: it may have to be planned afterwards. */
  readonly readers: readonly Stack[];
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
  const gone = new Set(affected?.removed.map(({ id }) => id));
  const wanted = names.filter((name) => !gone.has(name));
  const { stacks: named, unknown } = selectStacks(estate, wanted.length > 0 ? wanted : ["*"]);
  if (wanted.length > 0 && unknown.length > 0) throw new UnknownNames(unknown);
  if (!affected) return { planned: named, readers: [] };
  const changed = new Set(affected.changed);
  const planned = named.filter(({ id }) => changed.has(id));
  const ids = new Set(planned.map(({ id }) => id));
  const readers = named.filter(
    (stack) => !ids.has(stack.id) && readsOf(stack).some(({ producer }) => ids.has(producer)),
  );
  return { planned, readers };
}
