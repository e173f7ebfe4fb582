import { table } from "../../terminal/table.ts";
import type { AttributeChange, Change } from "../../terraform/changes.ts";
import type { Ending, RehearsalReport, StackResult } from "./result.ts";

/** Most changes that are told one by one for a stack. */
const LISTED = 40;

/** Longest output value that is printed. */
const SHORT = 100;

const SIGNS: Readonly<Record<Change["action"], string>> = {
  create: "+",
  update: "~",
  replace: "-/+",
  delete: "-",
  forget: ".",
  move: ">",
  import: "<",
};

/** The report as text: what changed, the table, the outputs, what went wrong. */
export function renderReport(report: RehearsalReport): string {
  if (report.stacks.length === 0) return "nothing stands";
  const parts = [
    ...report.stacks.map(renderChanges),
    renderTable(report),
    ...report.stacks.map(renderOutputs),
    ...report.stacks.map(renderProblems),
  ];
  return parts.filter(Boolean).join("\n\n");
}

function renderTable({ stacks, seconds }: RehearsalReport): string {
  const rows = stacks.map((result) => [
    result.stack,
    String(result.resources),
    countChanges(result.changes),
    `${result.seconds.toFixed(1)} s`,
    wordFor(result.ending, result.problems),
  ]);
  const all = stacks.reduce((sum, { resources }) => sum + resources, 0);
  const total = [`${stacks.length} stacks`, String(all), "", `${seconds.toFixed(1)} s`, ""];
  return table([["stack", "resources", "changes", "time", "result"], ...rows, total]);
}

function wordFor(ending: Ending, problems: readonly string[]): string {
  return ending === "blocked" || ending === "kept" ? (problems[0] ?? ending) : ending;
}

/** `3 create, 1 replace`; `none` when nothing changed. */
export function countChanges(changes: readonly Change[]): string {
  const counts = Object.keys(SIGNS).map((action) => ({
    action,
    count: changes.filter((change) => change.action === action).length,
  }));
  const told = counts
    .filter(({ count }) => count > 0)
    .map(({ action, count }) => `${count} ${action}`);
  return told.join(", ") || "none";
}

/** Every change of a stack but for a first creation or a whole destruction, which counts tell. */
function renderChanges({ stack, changes }: StackResult): string {
  const kinds = new Set(changes.map(({ action }) => action));
  if (changes.length === 0 || (kinds.size === 1 && (kinds.has("create") || kinds.has("delete")))) {
    return changes.length > 0 && changes.length <= 5
      ? [stack, ...changes.map(renderChange)].join("\n")
      : "";
  }
  const rest = changes.length - LISTED;
  const more = rest > 0 ? [`  and ${rest} more (--json has all)`] : [];
  return [stack, ...changes.slice(0, LISTED).map(renderChange), ...more].join("\n");
}

/** One change, and below it what changes: `~ aws_ecs_service.api`, `desired_count: 1 -> 2`. */
export function renderChange({ address, action, attributes, forcedBy }: Change): string {
  const head = `  ${SIGNS[action]} ${action} ${address}`;
  const certain = attributes.filter(({ to }) => to !== "known after apply");
  const shown = certain.length > 0 ? certain : attributes;
  const lines = shown.slice(0, LISTED).map((each) => `      ${renderAttribute(each, forcedBy)}`);
  return [head, ...lines].join("\n");
}

function renderAttribute({ path, from, to }: AttributeChange, forcedBy: readonly string[]): string {
  const forces = forcedBy.some((forcing) => path === forcing || path.startsWith(`${forcing}.`));
  const values =
    from !== undefined || to !== undefined ? `: ${from ?? "..."} -> ${to ?? "..."}` : "";
  return `${path}${values}${forces ? "  (forces the replacement)" : ""}`;
}

/** Contracts by name in one line, any other output with its value. */
function renderOutputs({ stack, outputs, contracts, ending }: StackResult): string {
  if (ending !== "ok") return "";
  const names = Object.keys(outputs);
  const handed = names.filter((name) => contracts.includes(name));
  const lines = [
    ...names
      .filter((name) => !contracts.includes(name))
      .map((name) => `  ${name} = ${shorten(JSON.stringify(outputs[name]))}`),
    ...(handed.length > 0 ? [`  for other stacks: ${handed.join(", ")}`] : []),
  ];
  return lines.length > 0 ? [stack, ...lines].join("\n") : "";
}

function shorten(text: string): string {
  return text.length <= SHORT ? text : `${text.slice(0, SHORT)}... (${text.length} characters)`;
}

function renderProblems({ stack, ending, problems }: StackResult): string {
  if (ending !== "failed" && ending !== "stopped") return "";
  return problems.map((problem) => `${stack}: ${problem}`).join("\n");
}
