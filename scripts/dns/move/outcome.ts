/** The steps of a move in their order; `rollback` is possible at any of them. */
export const STEPS = [
  "export",
  "convert",
  "parity",
  "ttl",
  "dnssec",
  "cutover",
  "watch",
  "proxy",
  "retire",
] as const;

/** A step of the move. */
export type Step = (typeof STEPS)[number] | "rollback";

/** What a step is for, for people who read the report. */
export const PURPOSES: Readonly<Record<Step, string>> = {
  export: "read the zone from Route 53, whole",
  convert: "write its records for Cloudflare; nothing is dropped in silence",
  parity: "ask both sets of name servers everything, and compare",
  ttl: "caches forget the old answers within five minutes",
  dnssec: "no signature is promised that the new zone does not give",
  cutover: "the registrar names the new name servers",
  watch: "everybody sees the new zone; certificate and mail are good",
  proxy: "names go behind Cloudflare, one by one",
  retire: "the old zone is let go",
  rollback: "the registrar names the old name servers again",
};

/** How a step ended. */
export interface Outcome {
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
export type Findings = Pick<Outcome, "said"> &
  Partial<Pick<Outcome, "problems" | "warnings" | "todo" | "facts">>;

/** The outcome of a step. */
export function outcomeOf(step: Step, now: Date, findings: Findings): Outcome {
  const { said, problems = [], warnings = [], todo = [], facts = [] } = findings;
  const holds = problems.length === 0;
  return { step, at: now.toISOString(), holds, said, problems, warnings, todo, facts };
}
