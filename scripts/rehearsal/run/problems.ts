import { constructPath, type StackTemplate } from "../../stacks/template.ts";
import { type Diagnostic, errorsOf, subjectOf } from "../../terraform/events.ts";
import type { TerraformResult } from "../../terraform/run.ts";
import { DISK_FULL, meansDiskFull } from "./space.ts";

const STATE_LOCKED = /acquiring the state lock/;
const WAIT =
  "another Terraform works on this stack, perhaps one that an earlier run left behind: wait until it has ended and run the same command again";

/** What Terraform said, with the construct that it is about. */
export function problemsOf(template: StackTemplate, result: TerraformResult): string[] {
  const errors = errorsOf(result.diagnostics).map((diagnostic) => tell(diagnostic, template));
  const words = [result.stderr.trim(), result.stdout.trim()].filter(Boolean).join("\n");
  const problems = errors.length > 0 ? errors : [words || `ended with exit code ${result.code}`];
  const full = [...problems, result.stderr].some(meansDiskFull);
  // What follows the first are Terraform's own ways out, which we have already gone.
  if (full) return [...problems.slice(0, 1), DISK_FULL];
  const locked = problems.some((problem) => STATE_LOCKED.test(problem));
  return locked ? [...problems, WAIT] : problems;
}

function tell(diagnostic: Diagnostic, template: StackTemplate): string {
  const subject = subjectOf(diagnostic);
  const path = subject && constructPath(template, subject);
  const where = subject ? ` (${subject}${path ? `, made by ${path}` : ""})` : "";
  const detail = diagnostic.detail?.trim().replaceAll(/\s*\n\s*/g, " ");
  return `${diagnostic.summary}${detail ? `: ${detail}` : ""}${where}`;
}
