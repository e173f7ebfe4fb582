import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../../stacks/template.ts";
import { writeWhole } from "./folder.ts";
import { withStateAside } from "./keep-state.ts";
import { OVERRIDE_FILE } from "./override.ts";
import { type Stage, step } from "./steps.ts";

/**
 * What makes Terraform take the backend as it is written, whatever the copy had before: our server
 * and a file keep the same state, so nothing is to be moved from the one to the other.
 */
const ARGS = ["init", "-json", "-input=false", "-lockfile=readonly", "-reconfigure"] as const;

/** Prepares the copy's folder. Does nothing when nothing that it depends on has changed. */
export async function init(stage: Stage): Promise<void> {
  const mark = join(stage.copy.folder, ".terraform", "rehearsal-init");
  const wanted = initKey(stage);
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  stage.say("init");
  await withStateAside(stage.copy.folder, async () => {
    await step(stage, ARGS);
  });
  writeWhole(mark, wanted);
}

/** Everything that `init` depends on, as a hash: backends, providers, modules and the program. */
function initKey({ copy, template, setting }: Stage): string {
  const override: Json = JSON.parse(readFileSync(join(copy.folder, OVERRIDE_FILE), "utf8"));
  const types = [template.resource, template.data].flatMap((section) => Object.keys(section ?? {}));
  const parts = [
    setting.terraform,
    template.terraform,
    override["terraform"],
    template.module,
    Object.keys(template.provider ?? {}).sort(),
    [...new Set(types.map((type) => type.split("_")[0]))].sort(),
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
