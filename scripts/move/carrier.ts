import type { Findings } from "../stepwise/outcome.ts";
import type { Progress } from "./plan/progress.ts";

/** What was found, and what of the progress changes by it. */
export interface Found extends Findings {
  readonly changes?: Partial<Progress>;
}

/** Moves one kind of data. Each of its parts can be done again at any time. */
export interface Carrier {
  /** What it carries, for people: `postgres`. */
  readonly kind: string;
  /** Looks for what would go wrong. Changes nothing. */
  check(): Promise<Found>;
  /** Brings everything over, or goes on where it was interrupted. */
  copy(): Promise<Found>;
  /** How far the target is behind. Changes nothing. */
  follow(): Promise<Found>;
  /** Compares both sides. Changes nothing. */
  compare(progress: Progress): Promise<Found>;
  /** What keeps the application from going over now. Changes nothing. */
  gate(progress: Progress): Promise<Found>;
  /** The last that the target needs before the application goes over; after every gate was open. */
  handOver(): Promise<Found>;
  /** What was written to the target since cutover, as problems, where the application goes back. */
  writtenSince(): Promise<Found>;
  /** The application goes back. */
  handBack(): Promise<Found>;
  /** Takes away what the move itself has made in both places. Nothing of data. */
  retire(): Promise<Found>;
}
