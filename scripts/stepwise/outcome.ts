/** How a step of a move ended. */
export interface StepOutcome<Step extends string = string> {
  readonly step: Step;
  /** When, in ISO 8601. */
  readonly at: string;
  /** The gate is open: the next step may begin. */
  readonly holds: boolean;
  /** One sentence. */
  readonly said: string;
  /** What keeps the gate closed. */
  readonly problems: readonly string[];
  /** What somebody should know; the gate is open all the same. */
  readonly warnings: readonly string[];
  /** What people do next, in order. */
  readonly todo: readonly string[];
  /** What was found: a label and a value. */
  readonly facts: readonly (readonly [label: string, value: string])[];
}

/** What a step found; whether its gate is open follows from the problems. */
export type Findings = Pick<StepOutcome, "said"> &
  Partial<Pick<StepOutcome, "problems" | "warnings" | "todo" | "facts">>;

/** The outcome of a step. */
export function outcomeOf<Step extends string>(
  step: Step,
  now: Date,
  findings: Findings,
): StepOutcome<Step> {
  const { said, problems = [], warnings = [], todo = [], facts = [] } = findings;
  const holds = problems.length === 0;
  return { step, at: now.toISOString(), holds, said, problems, warnings, todo, facts };
}
