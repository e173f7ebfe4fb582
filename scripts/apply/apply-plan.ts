import { copyFileSync } from "node:fs";
import type { PlanPlace, RunApply } from "../plan/planning.ts";
import { problemsOf } from "../rehearsal/run/problems.ts";
import type { PlanJson } from "../review/plan/plan-json.ts";
import type { Stack } from "../stacks/manifest.ts";
import { errorsOf, type TerraformEvent } from "../terraform/events.ts";
import { runTerraform, type TerraformResult } from "../terraform/run.ts";
import { hasLostLock, tellLostLock } from "./lost-lock.ts";
import { type Things, ThingsDone } from "./things.ts";

/** A saved plan that is to be applied. */
export interface ApplyJob {
  readonly stack: Stack;
  readonly place: PlanPlace;
  /** The saved plan. */
  readonly file: string;
  /** The same as data. */
  readonly plan: PlanJson;
  /** File that gets what Terraform says: it outlives us. */
  readonly log: string;
  /** How long another run may hold the lock of the state, in seconds. */
  readonly lockSeconds: number;
  readonly say: (text: string) => void;
}

/** How applying one plan ended. */
export interface PlanApplied {
  /**
   * `stale`: refused before anything was done, because the state is another one. `unknown`: Terraform
   * was gone without a word, could not write the state, or lost its lock.
   */
  readonly ending: "applied" | "stale" | "failed" | "stopped" | "unknown";
  readonly things: Things;
  readonly problems: readonly string[];
}

/** Terraform's and OpenTofu's words for a plan that was made for another state. */
const STALE = /^Saved plan (is stale|does not match the given state)/;

/**
 * Their words for each thing that they had announced when they were stopped. Who is stopped at once,
 * by a second interrupt, does not say so, and may have begun with them (tried with 1.11.4).
 */
const HALTED = /^execution halted$/;

/** Applies exactly the saved plan, and follows what becomes of each thing. */
export async function applyPlan(job: ApplyJob): Promise<PlanApplied> {
  const { stack, place, plan, file, log, lockSeconds, say } = job;
  const things = new ThingsDone(plan);
  place.applying?.(plan);
  say(`apply 0 of ${things.total}`);
  const args = ["apply", "-json", "-input=false", `-lock-timeout=${lockSeconds}s`];
  const hear = (event: TerraformEvent) => {
    things.hear(event);
    if (event.type === "apply_complete") say(`apply ${things.done} of ${things.total}`);
  };
  const run: RunApply = async (to = log) => {
    const result = await runTerraform(place.setting, place.folder, [...args, file], hear, to);
    if (to !== log) keepLog(to, log, say);
    return result;
  };
  const result = await (place.guard?.(run) ?? run());
  const lost = hasLostLock(result);
  const said = result.diagnostics.filter(({ summary }) => !HALTED.test(summary));
  if (said.length < result.diagnostics.length) things.halted();
  const rescued = place.rescue?.(result);
  const ending = endingOf(result, lost || rescued !== undefined);
  const applied = { ending, things: things.outcome(ending === "applied") };
  place.ended?.(ending === "applied");
  if (ending === "applied" || ending === "stale") return { ...applied, problems: [] };
  const words = wordsOf(stack, { ...result, diagnostics: said }, log);
  if (ending === "stopped") return { ...applied, problems: ["stopped on request", ...words] };
  const alarm = lost && !rescued && (await tellLostLock(place, plan, applied.things.done));
  return {
    ...applied,
    problems: [rescued, alarm, ...words].filter((each) => typeof each === "string"),
  };
}

/** What Terraform said of why it ended so; where it was stopped, what had gone wrong besides. */
function wordsOf({ template }: Stack, result: TerraformResult, log: string): string[] {
  if (!isSilent(result)) return problemsOf(template, result);
  if (result.interrupted) return [];
  return [
    `Terraform ended with code ${result.code} and without a word; what it was making may stand without being in the state. Its last lines are in ${log}`,
  ];
}

/** A copy of the rehearsal's own record, which goes once the state is mended by it. Never throws. */
function keepLog(from: string, to: string, say: ApplyJob["say"]): void {
  try {
    copyFileSync(from, to);
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    say(`what Terraform said cannot be kept in ${to} (${code})`);
  }
}

/** @param inDoubt whether the state may not be what Terraform left */
function endingOf(result: TerraformResult, inDoubt: boolean): PlanApplied["ending"] {
  const { code, interrupted, diagnostics } = result;
  if (inDoubt) return "unknown";
  if (code === 0) return "applied";
  if (interrupted) return "stopped";
  if (diagnostics.some(({ summary }) => STALE.test(summary))) return "stale";
  return isSilent(result) ? "unknown" : "failed";
}

/** True where nothing was said of why it ended: it was killed. */
function isSilent({ diagnostics, stdout, stderr }: TerraformResult): boolean {
  return errorsOf(diagnostics).length === 0 && `${stdout}${stderr}`.trim() === "";
}
