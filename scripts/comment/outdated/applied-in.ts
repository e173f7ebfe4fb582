import { readReport } from "../report.ts";
import { type AppliedStacks, appliedBy, joinApplied } from "./applied-stacks.ts";

/** What files of reports say was applied, and which of them say nothing. */
export function appliedIn(
  files: readonly string[],
  commit: string,
  now: Date,
): { readonly applied: readonly AppliedStacks[]; readonly unread: readonly string[] } {
  const reports = files.map((file) => ({ file, report: readReport(file) }));
  const applied = reports.flatMap(({ report }) =>
    report ? appliedBy(report, commit, now.toISOString()) : [],
  );
  const unread = reports.flatMap(({ file, report }) => {
    const cure = "look at the log of the apply, and at the plans of its stacks";
    return report
      ? []
      : [`${file} is no report of infra apply --json: nobody is told of it; ${cure}`];
  });
  return { applied: joinApplied(applied), unread };
}
