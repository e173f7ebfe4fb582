import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { partsOfId, type Stack } from "../stacks/manifest.ts";
import type { Base } from "./base.ts";
import { readCheckout } from "./git.ts";
import type { GroundOptions } from "./ground.ts";
import type { PlanSetManifest, StackEntry } from "./manifest.ts";
import type { PlanMode } from "./mode.ts";
import type { Removed } from "./renames.ts";
import type { NewPlanSet } from "./set.ts";

/** What a plan set says of itself besides its stacks. */
export interface Description
  extends Pick<GroundOptions, "project" | "terraform" | "env" | "command"> {
  readonly rehearsal: boolean;
  readonly mode?: PlanMode;
  readonly now: () => Date;
}

/** The manifest of a plan set. */
export async function manifestOf(
  { project, terraform, env, command, rehearsal, mode = "normal", now }: Description,
  stacks: readonly StackEntry[],
  base?: string,
): Promise<PlanSetManifest> {
  const { engine, version } = terraform;
  return {
    version: 1,
    engine: { engine, version },
    ...(await readCheckout(project.root, env)),
    ...(base && { base }),
    rehearsal,
    ...(mode !== "normal" && { mode }),
    planned: now().toISOString(),
    command,
    stacks,
  };
}

/** Stacks that the base has and the head has not. Nothing plans them: what they made stays. */
export function removedEntries(removed: readonly Removed[]): PlanSetManifest["stacks"] {
  return removed.map((each) => ({
    stack: each.id,
    environment: partsOfId(each.id).environment,
    dependencies: [],
    result: "removed",
    problems: [{ text: whatBecomes(each) }],
    warnings: [],
    stale: [],
    providers: [],
    files: {},
  }));
}

function whatBecomes({ renamedTo }: Removed): string {
  if (renamedTo) {
    return (
      `It looks like ${renamedTo} under its old name: move the state there before ${renamedTo} is applied, or everything is made twice. ` +
      "In its folder at the commit before: terraform state pull >old.tfstate; in the new one's: terraform state push old.tfstate; then plan again."
    );
  }
  return "Destroy it from the commit before, or take over what it made, before its code is forgotten.";
}

/** Where things were made, for those who read the set. */
export function copyNotes(
  output: string,
  base: Base | undefined,
  set: NewPlanSet,
  estate: readonly Stack[],
): void {
  const copy = (from: string, name: string) => {
    if (existsSync(from)) cpSync(from, join(set.folder, name));
  };
  copy(join(output, "sources.json"), "sources.json");
  if (base) copy(join(base.output, "sources.json"), "base-sources.json");
  const order = estate.map(({ id, dependencies }) => ({ id, dependencies }));
  set.write("estate.json", `${JSON.stringify(order, null, 2)}\n`);
}
