import type { Construct, IConstruct } from "constructs";
import { type Finding, must, reasonGiven } from "./problems.ts";

/** Leave to break one rule in one place, for a reason and until a day. */
export interface Waiver {
  /** One sentence for the reviewer, 10 to 200 characters. */
  readonly reason: string;
  /** Who answers for it: a team or a person. */
  readonly owner: string;
  /** Last day on which it holds, `YYYY-MM-DD`, in UTC. `pnpm check` refuses one that has run out. */
  readonly until: string;
}

/** A waiver, and where it stands. */
export interface DeclaredWaiver extends Waiver {
  /** Path of the construct that it is for. */
  readonly path: string;
}

const METADATA_TYPE = "groundplan:waiver";

/** Checks what a waiver says. Whether it has run out is judged outside synth, which has no clock. */
export function waiverProblems(prop: string, waiver: Waiver): Finding[] {
  return [
    reasonGiven(prop, waiver.reason),
    must(waiver.owner.trim() !== "", `${prop}.owner`, "name a team or a person", waiver.owner),
    must(isDay(waiver.until), `${prop}.until`, "be a day such as 2027-03-31", waiver.until),
  ];
}

/** Writes a waiver down, so that it is found when it has run out. Changes nothing in the stack. */
export function declareWaiver(scope: Construct, waiver: Waiver): void {
  scope.node.addMetadata(METADATA_TYPE, waiver, { stackTrace: false });
}

/** Every waiver below a construct, in tree order. */
export function waiversIn(root: IConstruct): DeclaredWaiver[] {
  return root.node
    .findAll()
    .flatMap((construct) =>
      construct.node.metadata
        .filter((entry) => entry.type === METADATA_TYPE)
        .map((entry) => ({ path: construct.node.path, ...(entry.data as Waiver) })),
    );
}

/** True for a day that the calendar has: 2027-02-31 is none. */
function isDay(text: string): boolean {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])-(\d{2})$/.exec(text);
  if (!parts) return false;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  return day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2) return isLeap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
