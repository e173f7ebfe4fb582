import type { Shape } from "./shape.ts";
import type { Tree } from "./tree.ts";

/** What is planned for one text. */
export interface Diff {
  /** What stands in the state; "" for nothing. */
  readonly old: string;
  readonly next: string;
  /** Is the text taken away? */
  readonly removed: boolean;
  /** Is it known after apply only? */
  readonly computed: boolean;
  /** Can it not be made in place? */
  readonly replaces: boolean;
}

/** Planned texts by place. Where nothing stands, nothing changes. */
export type Diffs = Tree<Diff>;

/** What a diff is of: a place, or the count of what it holds. */
export interface Aspect {
  readonly computed: boolean;
  /** Does a change force a replacement? It may matter that the value goes away. */
  readonly forces: (isRemoval: boolean) => boolean;
}

/**
 * Settles a diff. To the library an empty text is none: where the cloud computes a value, it is
 * unknown, and where there was one, it stays.
 */
export function settled(
  { computed, forces }: Aspect,
  diff: Pick<Diff, "old" | "next"> & Partial<Diff>,
): Diff | undefined {
  const removed = diff.removed === true;
  const isOpen = computed && !removed && diff.next === "";
  const unknown = diff.computed === true || isOpen;
  const replaces = (diff.old !== diff.next || unknown) && forces(removed);
  if (!removed && isOpen && diff.old !== "") return undefined;
  return { old: diff.old, next: diff.next, removed, computed: unknown, replaces };
}

/** How a place is told that nothing changes in it, although it stands in a set that does. */
export function noop({ old }: Diff): Diff {
  return { old, next: old, removed: false, computed: false, replaces: false };
}

/** Does a change of a place force a replacement, as facts tell it? */
export type Forcing = (shape: Shape, isRemoval: boolean) => boolean;

/** The aspect of a place itself. */
export function aspectOf(shape: Shape, forcing: Forcing): Aspect {
  return { computed: shape.computed, forces: (isRemoval) => forcing(shape, isRemoval) };
}
