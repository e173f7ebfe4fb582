import { table } from "../terminal/table.ts";
import type { Difference } from "./compare/differences.ts";
import type { ApplyReport, StackApplied } from "./result.ts";

/** Most lines of one kind that are told for a stack. */
const MOST = 40;

const DONE = { normal: "applied", destroy: "destroyed", "refresh-only": "applied" } as const;

/** What an apply did, as text: a table, what differs, what went wrong, how to go on. */
export function renderApply(report: ApplyReport, command: string): string {
  const { stacks } = report;
  if (stacks.length === 0) return "there is nothing in this plan set";
  const rows = stacks.map(({ stack, ending, right, things }) => [
    stack,
    ending === "applied" ? [DONE[report.mode], right].filter(Boolean).join(", ") : ending,
    countsOf(things),
  ]);
  return [
    table([["stack", "result", "done"], ...rows]),
    ...stacks.map(renderStack),
    ...howToGoOn(report, command),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function countsOf({ done, unknown, failed, notDone }: StackApplied["things"]): string {
  const total = done.length + unknown.length + failed.length + notDone.length;
  return total === 0 ? "" : `${done.length} of ${total}`;
}

function renderStack({
  stack,
  ending,
  problems,
  things,
  follows,
  differences,
}: StackApplied): string {
  const half = ending !== "applied";
  return [
    ...problems.map((problem) => `${stack}: ${problem}`),
    ...listed(`${stack} follows what moved`, ending === "applied" ? follows : []),
    ...listed(`${stack}, done`, half ? things.done : []),
    ...listed(`${stack}, failed`, half ? things.failed : []),
    ...listed(`${stack}, unknown: begun, and nobody knows how it ended`, things.unknown),
    ...listed(`${stack}, not done`, half ? things.notDone : []),
    ...listed(`${stack} would do something else than was reviewed`, differences.flatMap(tell)),
  ].join("\n");
}

function listed(what: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - MOST;
  const more = rest > 0 ? [`  and ${rest} more (--json has all)`] : [];
  return [`${what}:`, ...lines.slice(0, MOST).map((line) => `  ${line}`), ...more];
}

/** A difference in words: `aws_vpc.network: reviewed update, now replace`. */
export function tell({ about, reviewed, now, places }: Difference): string[] {
  const head =
    reviewed === now
      ? `${about}: ${now} with other values`
      : `${about}: reviewed ${reviewed}, now ${now}`;
  const lines = places.map(({ path, ...sides }) =>
    sides.reviewed === "" && sides.now === ""
      ? `  ${path}`
      : `  ${path}: reviewed ${sides.reviewed}, now ${sides.now}`,
  );
  return [head, ...lines];
}

function howToGoOn({ stacks, next, leftBehind }: ApplyReport, command: string): string[] {
  const stuck = stacks.filter(({ ending }) =>
    ["failed", "stopped", "unknown", "not begun"].includes(ending),
  );
  const again = `The same command goes on from here (${command}): what is done is found done, what was not begun is applied as reviewed, and what was left half-way becomes a plan set of its own.`;
  const behind = leftBehind.map(
    ({ stack, producer, outputs }) =>
      `${stack} reads ${outputs.join(", ")} of ${producer}, which moved, and is not in this plan set: infra plan ${stack}`,
  );
  const waiting = next && [
    `What needs an approval of its own is planned in ${next.folder}, digest ${next.digest}.`,
    `Look at it: infra render ${next.folder}. Apply it: infra apply ${next.folder}`,
  ];
  return [
    ...(stuck.length > 0 ? [again] : []),
    behind.join("\n"),
    ...(waiting ? [waiting.join("\n")] : []),
  ];
}
