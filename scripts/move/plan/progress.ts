import type { StepProgress } from "../../stepwise/progress.ts";
import type { Step } from "./outcome.ts";

/** Who has the data that the application writes: the old place, or the new one since cutover. */
export type Place = "source" | "target";

/** Both buckets as they were when they were compared. */
export interface ComparedObjects {
  /** When it began; ISO 8601. */
  readonly at: string;
  /** Digest of the source's list. */
  readonly source: string;
  /** Digest of the target's. */
  readonly target: string;
}

/** How often each index was written to, at either side, when they were compared. */
export interface ComparedWrites {
  readonly source: Readonly<Record<string, number>>;
  readonly target: Readonly<Record<string, number>>;
}

/** How far a move has come. */
export interface Progress extends StepProgress<Step> {
  readonly name: string;
  readonly place: Place;
  /**
   * The source's server when it was last compared: its next transaction. Whatever writes takes one, so the
   * comparison is newer than the last write as long as it is the same.
   */
  readonly comparedTransaction?: string;
  /** When the source was first seen to be read-only, by its own clock; nothing while it is not. */
  readonly readOnlySince?: string;
  /** Both buckets when they were last compared. */
  readonly comparedObjects?: ComparedObjects;
  /** How often indexes were written to when they were last compared. */
  readonly comparedWrites?: ComparedWrites;
}

/** A move that has not begun. */
export function noProgress(name: string): Progress {
  return { version: 1, name, revision: 0, place: "source", steps: {}, history: [] };
}
