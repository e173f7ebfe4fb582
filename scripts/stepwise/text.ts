import { table } from "../terminal/table.ts";
import type { StepOutcome } from "./outcome.ts";

/** Most lines of one kind; the file has them all. */
const MOST = 50;

/** How a step of any move ended, for a terminal. */
export function outcomeText(outcome: StepOutcome): string {
  const { step, holds, said, problems, warnings, todo, facts } = outcome;
  return [
    `${step}: ${holds ? "open" : "closed"} - ${said}`,
    ...section("in the way:", problems),
    ...section("worth knowing:", warnings),
    ...(facts.length > 0 ? ["", table(shortened(facts, ["...", "see progress.json"]))] : []),
    ...section("next:", todo),
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = `and ${lines.length - MOST} more, in progress.json`;
  return ["", title, ...shortened(lines, more).map((line) => `  - ${line}`)];
}

function shortened<T>(lines: readonly T[], more: T): readonly T[] {
  return lines.length > MOST ? [...lines.slice(0, MOST), more] : lines;
}

/** Most names in one sentence. */
const MOST_NAMES = 10;

/** `2 tables (public.a, public.b)`. */
export function listed(names: readonly string[], what: string, many = `${what}s`): string {
  const more = names.length > MOST_NAMES ? `, and ${names.length - MOST_NAMES} more` : "";
  return `${names.length} ${names.length === 1 ? what : many} (${names.slice(0, MOST_NAMES).join(", ")}${more})`;
}

const MIB = 1024 * 1024;

/** `0.4 MiB`. */
export function mib(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}
