import { table } from "../terminal/table.ts";
import type { ApplyReport, StackApplied } from "./result.ts";
import { countsOf, type Told, toldOf } from "./told.ts";

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

function renderStack(stack: StackApplied): string {
  return [
    ...stack.problems.map((problem) => `${stack.stack}: ${problem}`),
    ...toldOf(stack).flatMap(listed),
  ].join("\n");
}

function listed({ title, lines }: Told): string[] {
  const rest = lines.length - MOST;
  const more = rest > 0 ? [`  and ${rest} more (--json has all)`] : [];
  return [`${title}:`, ...lines.slice(0, MOST).map((line) => `  ${line}`), ...more];
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
