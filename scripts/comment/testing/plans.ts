import { type PlanRecord, recordOf, writeRecord } from "../outdated/record.ts";
import { planMark } from "../plan-mark.ts";
import { FIRST } from "./markers.ts";

/** The record of stacks that were planned at one time. */
export function record(stacks: readonly string[], planned: string): PlanRecord {
  const all = stacks.map((stack) => {
    const environment = stack.split("-")[0]!;
    return { stack, environment, result: "planned" as const, planned };
  });
  return recordOf({ stacks: all as never }, planned);
}

/** A plan as it stands in a comment. */
export function planText(of: PlanRecord): string {
  return `${planMark(FIRST)}${writeRecord(of)}## Plan: creates`;
}
