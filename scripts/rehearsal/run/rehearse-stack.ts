import { type Change, changesOf, outputChanges } from "../../terraform/changes.ts";
import { init } from "./init.ts";
import { type Ending, type StackResult, shownOutputs } from "./result.ts";
import { DISK_FULL, meansDiskFull } from "./space.ts";
import { readState } from "./state.ts";
import { apply, forgetPlan, plan, type Stage, StepFailed, show } from "./steps.ts";

/** What the work on one stack tells as it goes, so that a failure still knows it. */
export interface Track {
  changes: readonly Change[];
}

/**
 * Rehearses one stack: plan, apply of exactly that plan, and a second plan that must be
 * empty. Never throws.
 */
export function rehearseStack(stage: Stage): Promise<StackResult> {
  return track(stage, async (seen) => {
    await init(stage);
    if (!(await plan(stage, "plan"))) return;
    seen.changes = changesOf(await show(stage));
    await apply(stage, seen.changes.length);
    if (!(await plan(stage, "second plan"))) return;
    const again = await show(stage);
    const left = [
      ...changesOf(again).map(({ address, action }) => `${address} (${action})`),
      ...outputChanges(again).map((name) => `output ${name}`),
    ];
    throw new StepFailed(
      [`the second plan is not empty; these still change: ${left.join(", ")}`],
      false,
    );
  });
}

/** Does the work of one stack and tells how it ended, whatever happens. */
export async function track(
  stage: Stage,
  work: (seen: Track) => Promise<void>,
): Promise<StackResult> {
  const started = performance.now();
  const seen: Track = { changes: [] };
  const end = (ending: Ending, problems: readonly string[]): StackResult => ({
    stack: stage.copy.id,
    environment: stage.copy.environment,
    ending,
    ...standing(stage),
    changes: seen.changes,
    seconds: (performance.now() - started) / 1000,
    problems,
  });
  try {
    await work(seen);
    return end("ok", []);
  } catch (error) {
    if (error instanceof StepFailed && error.interrupted) return end("stopped", error.problems);
    if (error instanceof StepFailed) return end("failed", error.problems);
    return end("failed", [meansDiskFull(error) ? DISK_FULL : (error as Error).message]);
  } finally {
    forgetPlan(stage);
  }
}

/** How a contract's outputs are described: see `Contract` in the core. */
const CONTRACT = /^Contract /;

function standing({
  copy,
  template,
}: Stage): Pick<StackResult, "resources" | "outputs" | "contracts"> {
  const contracts = Object.entries(template.output ?? {})
    .filter(([, { description }]) => CONTRACT.test(String(description)))
    .map(([name]) => name);
  try {
    const state = readState(copy.folder);
    return { resources: state.resources, outputs: shownOutputs(state.outputs), contracts };
  } catch {
    return { resources: 0, outputs: {}, contracts };
  }
}
