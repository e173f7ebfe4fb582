import type { StepOutcome } from "../../stepwise/outcome.ts";

/** The steps of a move in their order; `rollback` is possible at any of them. */
export const STEPS = ["check", "copy", "follow", "compare", "cutover", "retire"] as const;

/** A step of the move. */
export type Step = (typeof STEPS)[number] | "rollback";

/** How a step ended. */
export type Outcome = StepOutcome<Step>;

/** What a step is for, for people who read the report. */
export const PURPOSES: Readonly<Record<Step, string>> = {
  check: "ask both sides everything that would go wrong; nothing is changed",
  copy: "bring everything over, or go on where that was interrupted",
  follow: "look how far the target is behind",
  compare: "compare everything at both sides",
  cutover: "look at all of it once more, and let the application go over",
  retire: "take away what the move itself has made; nothing of data",
  rollback: "go back to the source",
};
