import type { StepOutcome } from "../../stepwise/outcome.ts";

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
export type Outcome = StepOutcome<Step>;
