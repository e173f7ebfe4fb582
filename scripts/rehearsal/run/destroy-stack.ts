import { rmSync } from "node:fs";
import { join } from "node:path";
import { changesOf } from "../../terraform/changes.ts";
import { runTerraform } from "../../terraform/run.ts";
import { writeIfChanged } from "./copy.ts";
import { init } from "./init.ts";
import { PROTECTION_OVERRIDE_FILE, preventedBy, protectionsOff } from "./protections.ts";
import { track } from "./rehearse-stack.ts";
import type { StackResult } from "./result.ts";
import { apply, plan, type Stage, StepFailed, show } from "./steps.ts";

/** What Terraform says of a thing with `prevent_destroy`; OpenTofu calls it a resource instance. */
const REFUSAL = /instance cannot be destroyed/i;

/**
 * Destroys one stack. A protected one is first shown to refuse; then its protections are taken off
 * by an override, applied, and Terraform destroys it. Never throws.
 *
 * @param refused told which things would not let themselves be destroyed
 */
export function destroyStack(
  stage: Stage,
  refused: (addresses: readonly string[]) => void,
): Promise<StackResult> {
  return track(stage, async (seen) => {
    // What a destruction that failed took off is on again, as the author wrote it.
    rmSync(join(stage.copy.folder, PROTECTION_OVERRIDE_FILE), { force: true });
    await init(stage);
    const prevented = preventedBy(stage.template);
    if (prevented.length > 0) {
      await mustRefuse(stage, prevented);
      refused(prevented);
    }
    await takeProtectionsOff(stage);
    await plan(stage, "plan of destroying", "-destroy");
    seen.changes = changesOf(await show(stage));
    await apply(stage, seen.changes.length);
  });
}

/** Throws unless destroying the protected stack is refused. */
async function mustRefuse(stage: Stage, prevented: readonly string[]): Promise<void> {
  stage.say("plan of destroying, which must be refused");
  const args = ["plan", "-destroy", "-json", "-input=false"];
  const result = await runTerraform(stage.setting, stage.copy.folder, args);
  if (result.interrupted) throw new StepFailed(["stopped on request; the state is kept"], true);
  const refusal = result.diagnostics.some(({ summary }) => REFUSAL.test(summary));
  if (result.code !== 0 && refusal) return;
  throw new StepFailed(
    [
      result.code === 0
        ? `destroying is not refused, though these are protected: ${prevented.join(", ")}`
        : `destroying was to be refused, and failed otherwise: ${result.diagnostics[0]?.summary ?? result.stderr}`,
    ],
    false,
  );
}

async function takeProtectionsOff(stage: Stage): Promise<void> {
  const override = protectionsOff(stage.template);
  if (!override) return;
  const file = join(stage.copy.folder, PROTECTION_OVERRIDE_FILE);
  writeIfChanged(file, `${JSON.stringify(override, null, 2)}\n`);
  if (await plan(stage, "plan without protections"))
    await apply(stage, changesOf(await show(stage)).length);
}
