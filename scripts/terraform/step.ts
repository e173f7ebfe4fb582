import { type Diagnostic, errorsOf, type TerraformEvent } from "./events.ts";
import { runTerraform, type TerraformResult, type TerraformSetting } from "./run.ts";

/** A command of Terraform's did not end well. Its own words are in the message. */
export class TerraformFailed extends Error {
  /** True when it was asked to stop. */
  readonly interrupted: boolean;

  constructor(words: string, interrupted: boolean) {
    super(words);
    this.name = "TerraformFailed";
    this.interrupted = interrupted;
  }
}

/**
 * Runs one command of Terraform in a folder.
 *
 * @param expected exit codes that are well
 * @throws TerraformFailed otherwise, or when it was asked to stop
 */
export async function terraformStep(
  setting: TerraformSetting,
  folder: string,
  args: readonly string[],
  expected: readonly number[] = [0],
  onEvent?: (event: TerraformEvent) => void,
): Promise<TerraformResult> {
  if (setting.interrupts.stopping) throw new TerraformFailed("stopped on request", true);
  const result = await runTerraform(setting, folder, args, onEvent);
  if (result.interrupted) throw new TerraformFailed("stopped on request", true);
  if (expected.includes(result.code)) return result;
  throw new TerraformFailed(wordsOf(result), false);
}

/** What Terraform said went wrong, as plain text. */
export function wordsOf({ diagnostics, stderr, stdout, code }: TerraformResult): string {
  const errors = errorsOf(diagnostics).map(tell);
  const said = [stderr.trim(), stdout.trim()].filter(Boolean).join("\n");
  return errors.join("\n") || said || `Terraform ended with exit code ${code}`;
}

function tell({ summary, detail, address }: Diagnostic): string {
  const text = [summary.trim(), detail?.trim()].filter(Boolean).join(": ");
  const where = address ? ` (${address})` : "";
  return `${text.replaceAll(/\s*\n\s*/g, " ")}${where}`;
}
