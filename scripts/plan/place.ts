import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "../stacks/manifest.ts";
import type { Project } from "../stacks/project.ts";
import { realEnvironment } from "../terraform/real-environment.ts";
import type { TerraformSetting } from "../terraform/run.ts";
import { sharedProviders } from "../terraform/shared-providers.ts";
import type { PlanPlace } from "./planning.ts";
import { howToPutBack, rescueFolder, rescueState } from "./rescued-state.ts";

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
  const shared = locked ? sharedProviders(project.root) : {};
  return {
    folder,
    setting: { ...setting, env: { ...shared, ...planEnvironment(env) } },
    initArgs: locked ? ["-lockfile=readonly"] : [],
    rescue: (result) => {
      const path = rescueState(id, folder, rescueFolder(project), result);
      return path && howToPutBack(project, id, folder, path);
    },
  };
}
