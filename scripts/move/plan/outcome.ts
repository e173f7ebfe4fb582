import type { StepOutcome } from "../../stepwise/outcome.ts";

/** The steps of a move in their order; `rollback` is possible at any of them. */
export const STEPS = ["check", "copy", "follow", "compare", "cutover", "retire"] as const;

/** A step of the move. */
export type Step = (typeof STEPS)[number] | "rollback";

/** How a step ended. */
export type Outcome = StepOutcome<Step>;
