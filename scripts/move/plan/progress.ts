import type { Outcome, Step } from "./outcome.ts";

/** Who has the data that the application writes: the old place, or the new one since cutover. */
export type Place = "source" | "target";

/** How far a move has come. */
export interface Progress {
  readonly version: 1;
  readonly name: string;
  /** Counts the writes: who has read an older one must not write. */
  readonly revision: number;
  readonly place: Place;
  /** The last outcome of each step. */
  readonly steps: Partial<Readonly<Record<Step, Outcome>>>;
  /**
   * The source when it was last compared: its next transaction. Whatever writes takes one, so the
   * comparison is newer than the last write as long as it is the same.
   */
  readonly comparedTransaction?: string;
  /** When the source was first seen to be read-only, by its own clock; nothing while it is not. */
  readonly readOnlySince?: string;
  /** Every step that was ever taken, oldest first. */
  readonly history: readonly Pick<Outcome, "step" | "at" | "holds" | "said">[];
}

/** The longest that the history grows; the oldest entries go. */
const HISTORY = 500;

/** A move that has not begun. */
export function noProgress(name: string): Progress {
  return { version: 1, name, revision: 0, place: "source", steps: {}, history: [] };
}

/** Takes a step's outcome in, with what else changes by it. */
export function advanced(
  progress: Progress,
  outcome: Outcome,
  changes: Partial<Progress> = {},
): Progress {
  const { step, at, holds, said } = outcome;
  return {
    ...progress,
    ...changes,
    steps: { ...(changes.steps ?? progress.steps), [step]: outcome },
    history: [...progress.history, { step, at, holds, said }].slice(-HISTORY),
  };
}
