import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { runInOrder } from "../stacks/in-order.ts";
import { readStacks, type Stack } from "../stacks/manifest.ts";
import { synthesize } from "../stacks/synthesize.ts";
import { type Against, compareWith } from "./against.ts";
import { type Base, synthesizeBase } from "./base.ts";
import { chooseStacks } from "./choose.ts";
import { baseCommit, readCheckout } from "./git.ts";
import { type Ground, type GroundOptions, realGround, rehearsalGround } from "./ground.ts";
import { type Read, readsOf } from "./reads.ts";
import { NewPlanSet, type PlanSetManifest } from "./set.ts";
import { type Outcome, StackPlanner } from "./stack-planner.ts";

/** What is planned, and where the plan set goes. */
export interface PlanOptions extends GroundOptions {
  /** Plan only what differs from this commit or branch. */
  readonly affected?: string;
  /** Onto the rehearsal cloud in place of the real ones. */
  readonly rehearsal: boolean;
  /** Folder of the plan set. */
  readonly out: string;
  readonly now: () => Date;
}

/** The user stopped it. No plan set was made. */
export class PlanStopped extends Error {
  constructor() {
    super("stopped on request; no plan set was made, and the one before it stays");
    this.name = "PlanStopped";
  }
}

/** Synthesizes, plans every stack that was asked for, and writes the plan set. */
export async function makePlanSet(options: PlanOptions): Promise<PlanSetManifest> {
  const ground = options.rehearsal ? rehearsalGround(options) : realGround(options);
  const set = new NewPlanSet(options.out);
  let base: Base | undefined;
  try {
    base = options.affected === undefined ? undefined : await makeBase(options, options.affected);
    await synthesizeHead(options, ground);
    const { manifest, estate } = await planAll(options, ground, set, base);
    copyNotes(ground.output, base, set, estate);
    set.finish(manifest);
    return manifest;
  } finally {
    set.discard();
    await base?.remove();
    await ground.close();
  }
}

async function makeBase({ project, env, talk }: PlanOptions, affected: string): Promise<Base> {
  const commit = await baseCommit(project.root, affected);
  talk(`synthesizing the base ${commit.slice(0, 10)}`);
  return synthesizeBase({ project, commit, env, talk });
}

async function synthesizeHead({ project, env, talk }: PlanOptions, ground: Ground): Promise<void> {
  await synthesize({
    project,
    output: ground.output,
    env,
    talk,
    watch: (child) => ground.interrupts.watch(child),
  }).catch((error: unknown) => {
    throw ground.interrupts.stopping ? new PlanStopped() : error;
  });
  if (ground.interrupts.stopping) throw new PlanStopped();
}

async function planAll(
  options: PlanOptions,
  ground: Ground,
  set: NewPlanSet,
  base: Base | undefined,
): Promise<{ readonly manifest: PlanSetManifest; readonly estate: readonly Stack[] }> {
  const { project, terraform, names, env, talk, rehearsal, command } = options;
  const estate = readStacks(ground.output);
  const head = { output: ground.output, checkout: project.root };
  const against = base && compareWith(base, estate, head);
  const reads = (stack: Stack): Read[] => readsOf(stack, estate);
  const { planned, readers } = chooseStacks(estate, names, against?.affected, reads);
  const placeOf = await ground.prepare(planned, estate);
  const planner = new StackPlanner({ set, reads, talk, ...(against && { against }) });
  const outcomes = await runInOrder(planned, {
    limit: ground.parallel,
    work: (stack) =>
      planner.plan(stack, placeOf(stack), options.env["TF_PLUGIN_CACHE_DIR"] !== undefined),
    // Who waits for a stack that could not be planned may still be planned against its old outputs.
    succeeded: () => true,
  });
  if (ground.interrupts.stopping) throw new PlanStopped();
  const done = planned.map(({ id }) => (outcomes.get(id) as { readonly done: Outcome }).done);
  const entries = [
    ...done.map((outcome) => planner.entry(outcome)),
    ...readers.flatMap((stack) => planner.readerEntry(stack) ?? []),
    ...removedEntries(against, names),
  ];
  const checkout = await readCheckout(project.root, env);
  const { engine, version } = terraform;
  const manifest: PlanSetManifest = {
    version: 1,
    engine: { engine, version },
    ...checkout,
    ...(against && { base: against.commit }),
    rehearsal,
    planned: options.now().toISOString(),
    command,
    stacks: entries,
  };
  return { manifest, estate };
}

/** Stacks that the base has and the head has not. Nothing plans them: what they made stays. */
function removedEntries(
  against: Against | undefined,
  names: readonly string[],
): PlanSetManifest["stacks"] {
  return (against?.affected.removed ?? [])
    .filter(
      ({ id }) =>
        names.length === 0 || names.some((name) => id === name || id.startsWith(`${name}-`)),
    )
    .map(({ id, renamedTo }) => ({
      stack: id,
      environment: id.split("-")[0]!,
      dependencies: [],
      result: "removed",
      problems: [
        {
          text: renamedTo
            ? `It looks like ${renamedTo} under its old name: move the state there before ${renamedTo} is applied, or everything is made twice.`
            : "Destroy it from the commit before, or take over what it made, before its code is forgotten.",
        },
      ],
      warnings: [],
      stale: [],
      providers: [],
      files: {},
    }));
}

/** Where things were made, for those who read the set. */
function copyNotes(
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
