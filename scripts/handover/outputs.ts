import { appendFileSync } from "node:fs";

/**
 * Gives values to the steps and jobs that come after this one, in the way of GitHub Actions: a line
 * each in the file that `GITHUB_OUTPUT` names. Elsewhere it does nothing.
 *
 * @param values by name; a value is one line
 */
export function giveOutputs(
  env: Readonly<Record<string, string | undefined>>,
  values: Readonly<Record<string, string>>,
): void {
  const file = env["GITHUB_OUTPUT"];
  if (!file) return;
  const broken = Object.entries(values).filter(([, value]) => /[\r\n]/.test(value));
  if (broken.length > 0) throw new Error(`outputs of one line: ${broken.map(([name]) => name)}`);
  appendFileSync(
    file,
    Object.entries(values)
      .map((each) => `${each.join("=")}\n`)
      .join(""),
  );
}
