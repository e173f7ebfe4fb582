import type { StackApplied } from "../../apply/result.ts";
import { NO_THINGS } from "../../apply/things.ts";
import type { Report } from "../report.ts";

/** A stack as an apply reports it; nothing had to be done. */
export function ended(
  stack: string,
  ending: StackApplied["ending"],
  rest: Partial<StackApplied> = {},
): StackApplied {
  const nothing = { things: NO_THINGS, problems: [], differences: [], follows: [] };
  return { stack, environment: stack.split("-")[0]!, ending, ...nothing, ...rest };
}

/** The report of an apply. */
export function reportOf(...stacks: readonly StackApplied[]): Report {
  return { stacks, leftBehind: [] };
}
