import { existsSync } from "node:fs";
import { join } from "node:path";
import type { RemoteApplied, RemoteApplyOptions } from "../hcp/runs/apply-run.ts";
import type { PlanJson } from "../review/plan/plan-json.ts";
import type { Stack } from "../stacks/manifest.ts";
import type { Project } from "../stacks/project.ts";
import { realEnvironment } from "../terraform/real-environment.ts";
import type { TerraformResult, TerraformSetting } from "../terraform/run.ts";
import type { Planned, PlanStackOptions } from "./plan-stack.ts";
import { howToPutBack, rescueFolder, rescueState } from "./rescued-state.ts";

/** Where a stack is planned and applied: a folder that Terraform may work in, and how it is run there. */
export interface PlanPlace {
  readonly folder: string;
  readonly setting: TerraformSetting;
  /** Arguments of `init` besides those that every init has. */
  readonly initArgs: readonly string[];
  /** Plans in place of Terraform in this folder: a run on HCP Terraform. */
  readonly planner?: (options: PlanStackOptions) => Promise<Planned>;
  /** Applies in its place, likewise: a run that plans anew, and is confirmed if that may be done. */
  readonly applier?: (options: Omit<RemoteApplyOptions, "seat">) => Promise<RemoteApplied>;
  /** Told of each plan before it is applied. */
  readonly applying?: (plan: PlanJson) => void;
  /** Stands around each apply, so that one that is cut off can be mended. Default: nothing does. */
  readonly guard?: (run: RunApply) => Promise<TerraformResult>;
  /** Puts a state that an apply could write nowhere to a safe place. How it comes back, in words. */
  readonly rescue?: (result: TerraformResult) => string | undefined;
  /** Told how the work on the stack ended: whether all that was to be done is done. */
  readonly ended?: (done: boolean) => void;
}

/** Runs an apply with more arguments; what Terraform says goes to a new file, a given one or another. */
export type RunApply = (args: readonly string[], log?: string) => Promise<TerraformResult>;

/** The environment of a Terraform that plans for real, without a log that nobody reads. */
export function planEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith("TF_LOG"));
  return realEnvironment(Object.fromEntries(kept));
}

/** The synthesized folder of a stack, where it is planned and applied for real. */
export function realPlace(
  { id, folder }: Stack,
  project: Project,
  setting: Omit<TerraformSetting, "env">,
  env: Readonly<Record<string, string | undefined>>,
): PlanPlace {
  const locked = existsSync(join(folder, ".terraform.lock.hcl"));
  return {
    folder,
    setting: { ...setting, env: planEnvironment(env) },
    initArgs: locked ? ["-lockfile=readonly"] : [],
    rescue: (result) => {
      const path = rescueState(id, folder, rescueFolder(project), result);
      return path && howToPutBack(project, id, folder, path);
    },
  };
}
