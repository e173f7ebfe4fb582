import type { Change } from "../../terraform/changes.ts";
import type { StateOutput } from "./state.ts";

/** How a stack ended. */
export type Ending = "ok" | "failed" | "blocked" | "stopped" | "kept";

/** What happened to one stack. */
export interface StackResult {
  readonly stack: string;
  readonly environment: string;
  readonly ending: Ending;
  /** How many things stand now. */
  readonly resources: number;
  /** What was changed, as planned. */
  readonly changes: readonly Change[];
  readonly seconds: number;
  /** What went wrong; for `blocked` and `kept`, why. */
  readonly problems: readonly string[];
  /** What it hands out; sensitive ones are left out. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Names of the outputs that are contracts for other stacks. */
  readonly contracts: readonly string[];
}

/** The whole rehearsal. */
export interface RehearsalReport {
  readonly stacks: readonly StackResult[];
  readonly seconds: number;
}

/** True when everything that was to be done is done. */
export function succeeded(ending: Ending): boolean {
  return ending === "ok" || ending === "kept";
}

/** A result with nothing done. */
export function untouched(
  stack: Pick<StackResult, "stack" | "environment" | "resources">,
  ending: Ending,
  why: string,
): StackResult {
  return { ...stack, ending, problems: [why], changes: [], seconds: 0, outputs: {}, contracts: [] };
}

/** The outputs that may be shown. */
export function shownOutputs(
  outputs: Readonly<Record<string, StateOutput>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(outputs)
      .filter(([, { sensitive }]) => !sensitive)
      .map(([name, { value }]) => [name, value]),
  );
}
