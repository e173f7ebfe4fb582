import { appendFileSync } from "node:fs";

/** Adds a text to the summary of the job, where GitHub Actions has one. Says whether there is one. */
export function addToSummary(
  env: Readonly<Record<string, string | undefined>>,
  text: string,
): boolean {
  const file = env["GITHUB_STEP_SUMMARY"];
  if (!file) return false;
  appendFileSync(file, `${text.trimEnd()}\n`);
  return true;
}
