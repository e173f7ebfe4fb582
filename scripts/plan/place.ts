import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "../stacks/manifest.ts";
import type { TerraformSetting } from "../terraform/run.ts";

/** Where a stack is planned: a folder that Terraform may work in, and how it is run there. */
export interface PlanPlace {
  readonly folder: string;
  readonly setting: TerraformSetting;
  /** Arguments of `init` besides those that every init has. */
  readonly initArgs: readonly string[];
}

/** Variables that would change what a plan tells without anybody seeing it. */
const KEPT_OUT = /^TF_(CLI_ARGS|WORKSPACE|LOG)/;

/** The environment of a Terraform that plans for real: ours, without what changes plans unseen. */
export function planEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !KEPT_OUT.test(entry[0]),
  );
  return {
    ...Object.fromEntries(kept),
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
  };
}

/** The synthesized folder of a stack, where it is planned for real. */
export function realPlace(
  { folder }: Stack,
  setting: Omit<TerraformSetting, "env">,
  env: Readonly<Record<string, string | undefined>>,
): PlanPlace {
  const locked = existsSync(join(folder, ".terraform.lock.hcl"));
  return {
    folder,
    setting: { ...setting, env: planEnvironment(env) },
    initArgs: locked ? ["-lockfile=readonly"] : [],
  };
}
