import { countChanges, renderChange } from "../rehearsal/run/report.ts";
import { table } from "../terminal/table.ts";
import type { BootstrapReport } from "./bootstrap.ts";
import type { StackOutcome } from "./work.ts";

/** The report as text: every change, then a line for each stack. */
export function renderBootstrap(report: BootstrapReport, dryRun: boolean): string {
  if (report.instructions) return report.instructions;
  const rows = report.stacks.map((outcome) => [
    outcome.stack,
    countChanges(outcome.changes),
    endingOf(outcome, dryRun),
  ]);
  const notes = report.stacks.flatMap(({ stack, notes }) =>
    notes.map((note) => `${stack}: ${note}`),
  );
  return [
    ...report.stacks.map(renderChanges),
    notes.join("\n"),
    table([["stack", "changes", "result"], ...rows]),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function renderChanges({ stack, changes }: StackOutcome): string {
  return changes.length > 0 ? [stack, ...changes.map(renderShort)].join("\n") : "";
}

/** A creation is told by its address: everything about it is new. */
function renderShort(change: StackOutcome["changes"][number]): string {
  return change.action === "create" ? `  + create ${change.address}` : renderChange(change);
}

function endingOf({ changes, refused }: StackOutcome, dryRun: boolean): string {
  if (refused) return "not applied: you said no";
  if (changes.length === 0) return "nothing to do";
  return dryRun ? "would be applied" : "done";
}
