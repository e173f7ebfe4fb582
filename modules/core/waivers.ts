import { type Finding, must, reasonGiven } from "./problems.ts";

/** Leave to break one rule in one place, for a reason and until a day. */
export interface Waiver {
  /** One sentence for the reviewer, 10 to 200 characters. */
  readonly reason: string;
  /** Who answers for it: a team or a person. */
  readonly owner: string;
  /** Last day on which it holds, `YYYY-MM-DD`. A check in CI refuses a waiver that has run out. */
  readonly until: string;
}

/** Checks what a waiver says. Whether it has run out is judged outside synth, which has no clock. */
export function waiverProblems(prop: string, waiver: Waiver): Finding[] {
  return [
    reasonGiven(prop, waiver.reason),
    must(waiver.owner.trim() !== "", `${prop}.owner`, "name a team or a person", waiver.owner),
    must(isDay(waiver.until), `${prop}.until`, "be a day such as 2027-03-31", waiver.until),
  ];
}

function isDay(text: string): boolean {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.exec(text);
  return parts !== null;
}
