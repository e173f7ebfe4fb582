import type { Change } from "../terraform/changes.ts";
import type { TerraformSetting } from "../terraform/run.ts";
import { accountsOf } from "./foundation.ts";
import type { BootstrapOptions } from "./options.ts";
import type { Workplace } from "./workplace.ts";

/** One stack's part of a bootstrap. */
export interface Job extends BootstrapOptions {
  /** Folder of the environment: `.bootstrap/<environment>`. */
  readonly folder: string;
  readonly place: Workplace;
  readonly setting: TerraformSetting;
}

/** What became of one stack. */
export interface StackOutcome {
  readonly stack: string;
  /** What was changed, or would be. */
  readonly changes: readonly Change[];
  /** Where its state lies now. */
  readonly where: "local" | "remote";
  /** True when somebody said no: nothing was changed. */
  readonly refused: boolean;
  /** What is worth knowing besides. */
  readonly notes: readonly string[];
}

/** Plans, asks, applies exactly that plan. Where nothing is to change, nothing is asked. */
export async function applyChanges(
  job: Job,
  where: StackOutcome["where"],
  notes: readonly string[] = [],
): Promise<StackOutcome> {
  const { place, dryRun, confirm } = job;
  const { id, template } = place.stack;
  try {
    const changes = await place.plan();
    const outcome = { stack: id, changes, where, refused: false, notes };
    if (changes.length === 0 || dryRun) return outcome;
    const things = `${changes.length} ${changes.length === 1 ? "change" : "changes"}`;
    const yes = await confirm(`${id}: apply ${things} in ${accountsOf(template)}?`);
    if (!yes) return { ...outcome, refused: true };
    await place.apply(changes.length);
    return outcome;
  } finally {
    place.forgetPlan();
  }
}
