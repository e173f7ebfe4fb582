import { rmSync } from "node:fs";
import { join } from "node:path";
import type { StackTemplate } from "../../stacks/template.ts";
import type { PlanJson } from "../../terraform/changes.ts";
import type { TerraformEvent } from "../../terraform/events.ts";
import { runTerraform, type TerraformResult, type TerraformSetting } from "../../terraform/run.ts";
import type { Copy } from "./folder.ts";
import { withRoomForState } from "./keep-state.ts";
import { problemsOf } from "./problems.ts";
import type { ApplyRecord } from "./states/recover.ts";
import { isLocked } from "./states/state-keeper.ts";

/** A saved plan, in the folder of its copy; removed when it is done with. */
const PLAN_FILE = "rehearsal.tfplan";

/** A step of a stack did not succeed. */
export class StepFailed extends Error {
  readonly problems: readonly string[];
  /** True when it was asked to stop. */
  readonly interrupted: boolean;

  constructor(problems: readonly string[], interrupted: boolean) {
    super(problems.join("\n"));
    this.name = "StepFailed";
    this.problems = problems;
    this.interrupted = interrupted;
  }
}

/** One stack with what is needed to run Terraform in its copy. */
export interface Stage {
  readonly copy: Copy;
  readonly template: StackTemplate;
  readonly setting: TerraformSetting;
  /** Told what is being done. */
  readonly say: (text: string) => void;
  /** Told of each plan that is shown, before it is applied. */
  readonly planned?: (plan: PlanJson) => void;
  /** By which the state is brought up to date after an apply that was cut off. */
  readonly record: ApplyRecord;
  /** Says something about the stack that stays on the screen. */
  readonly note: (text: string) => void;
}

/**
 * Plans and saves the plan.
 *
 * @param what this plan is, in words for the user
 * @returns true when it would change something
 */
export async function plan(
  stage: Stage,
  what: string,
  ...options: readonly string[]
): Promise<boolean> {
  stage.say(what);
  const args = ["plan", "-json", "-input=false", "-detailed-exitcode", `-out=${PLAN_FILE}`];
  const { code } = await step(stage, [...args, ...options], [0, 2]);
  return code === 2;
}

/** Who is told of what a command of Terraform does. */
interface Listeners {
  readonly onEvent?: (event: TerraformEvent) => void;
  /** Told how it ended, before that is judged. */
  readonly ended?: (result: TerraformResult) => void;
  /** File that gets what it prints, so that it outlives us. */
  readonly log?: string;
}

/** The saved plan as data. */
export async function show(stage: Stage): Promise<PlanJson> {
  const { stdout } = await step(stage, ["show", "-json", PLAN_FILE]);
  const plan: PlanJson = JSON.parse(stdout);
  stage.planned?.(plan);
  return plan;
}

const APPLY = ["apply", "-json", "-input=false"] as const;

/**
 * Applies the saved plan.
 *
 * @param total how many things it changes, for telling how far it is
 */
export async function apply(stage: Stage, total: number): Promise<void> {
  let done = 0;
  stage.say(`apply 0 of ${total}`);
  const count = (event: TerraformEvent) => {
    if (event.type !== "apply_complete" || event.hook?.action === "read") return;
    // A replacement completes twice.
    done = Math.min(done + 1, total);
    stage.say(`apply ${done} of ${total}`);
  };
  const { folder } = stage.copy;
  const log = stage.record.begin(stage.template, stage.setting.terraform);
  try {
    await withRoomForState(folder, (keep) =>
      step(stage, [...APPLY, PLAN_FILE], [0], { onEvent: count, ended: keep, log }),
    );
    stage.record.end();
  } catch (error) {
    recoverIfKilled(stage);
    if (!(error instanceof StepFailed && error.interrupted)) throw error;
    throw new StepFailed(
      [`stopped on request after ${done} of ${total}; the same command goes on from there`],
      true,
    );
  }
}

/** A Terraform that ends by itself, however badly, has written its state and given its lock back. */
function recoverIfKilled({ copy, record, note }: Stage): void {
  if (!isLocked(copy.folder)) {
    record.end();
    return;
  }
  const recovered = record.recover();
  if (recovered) note(recovered);
}

/** Removes the saved plan: it holds every value in clear. */
export function forgetPlan({ copy }: Stage): void {
  rmSync(join(copy.folder, PLAN_FILE), { force: true });
}

/** Runs one command of Terraform in the copy and throws unless it ends with an expected code. */
export async function step(
  stage: Stage,
  args: readonly string[],
  expected: readonly number[] = [0],
  { onEvent, ended, log }: Listeners = {},
): Promise<TerraformResult> {
  if (stage.setting.interrupts.stopping) throw new StepFailed(["stopped on request"], true);
  const result = await runTerraform(stage.setting, stage.copy.folder, args, onEvent, log);
  ended?.(result);
  if (expected.includes(result.code) && !result.interrupted) return result;
  if (result.interrupted) throw new StepFailed(["stopped on request; the state is kept"], true);
  throw new StepFailed(problemsOf(stage.template, result), false);
}
