import type { DiffLine } from "./hunks.ts";

/** One place of a thing that changes. Nothing in it is secret. */
export interface AttributeDiff {
  /** Where it is: `ingress[0].cidr_blocks`. */
  readonly path: string;
  /** Old and new value on one line; left out on the side where there is none. */
  readonly from?: string;
  readonly to?: string;
  /** A long value, line by line, in place of `from` and `to`. */
  readonly lines?: readonly DiffLine[];
  /** What the lines are. */
  readonly what?: "policy" | "JSON" | "text" | "block";
  readonly note?: string;
  /** It forces the replacement. */
  readonly forces: boolean;
}
