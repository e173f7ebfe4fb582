import { runInOrder } from "../stacks/in-order.ts";
import { readStacks, type Stack } from "../stacks/manifest.ts";
import { synthesize } from "../stacks/synthesize.ts";
import { hashOfShape, shapeOf } from "./affected.ts";
import { compareWith } from "./against.ts";
import { type Base, type BaseOptions, synthesizeBase } from "./base.ts";
import { chooseStacks } from "./choose.ts";
import { copyNotes, manifestOf, removedEntries } from "./describe.ts";
import { baseCommit } from "./git.ts";
import { type Ground, type GroundOptions, realGround, rehearsalGround } from "./ground.ts";
import type { PlanSetManifest, StackEntry } from "./manifest.ts";
import type { PlanMode } from "./mode.ts";
import { LOCK_SECONDS } from "./plan-stack.ts";
import { type Read, readsOf } from "./reads.ts";
import { NewPlanSet } from "./set.ts";
import { StackPlanner } from "./stack-planner.ts";

/** What is planned, and where the plan set goes. */
export interface PlanOptions extends GroundOptions {
  /** Plan only what differs from this commit or branch. */
  readonly affected?: string;
  /** Onto the rehearsal cloud in place of the real ones. */
  readonly rehearsal: boolean;
  /** Folder of the plan set. */
  readonly out: string;
  /** What the plans are for. Default: what the code wants. */
  readonly mode?: PlanMode;
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
  let set: NewPlanSet | undefined;
  let base: Base | undefined;
  try {
    set = new NewPlanSet(options.out);
    if (options.affected !== undefined) base = await makeBase(options, options.affected, ground);
    await synthesizeHead(options, ground);
    const { manifest, estate } = await planAll(options, ground, set, base);
    copyNotes(ground.output, base, set, estate);
    set.finish(manifest);
    return manifest;
  } finally {
    set?.discard();
    await base?.remove();
    await ground.close();
  }
}

async function makeBase(
  { project, env, talk }: PlanOptions,
  affected: string,
  { interrupts }: Ground,
): Promise<Base> {
  const commit = await baseCommit(project.root, affected);
  talk(`synthesizing the base ${commit.slice(0, 10)}`);
  const watch: BaseOptions["watch"] = (child) => {
    // Heard before there was anything to stop.
    if (interrupts.stopping) child.interrupt();
    return interrupts.watch(child);
  };
  return synthesizeBase({ project, commit, env, talk, watch }).catch((error: unknown) => {
    throw interrupts.stopping ? new PlanStopped() : error;
  });
}

/** Synthesizes the code as it is into the folder of the ground. */
export async function synthesizeHead(
  { project, env, talk }: GroundOptions,
  ground: Ground,
): Promise<void> {
  if (ground.interrupts.stopping) throw new PlanStopped();
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
  const { project, names, talk } = options;
  const estate = readStacks(ground.output);
  const head = { output: ground.output, checkout: project.root };
  const against = base && compareWith(base, estate, head);
  const reads = (stack: Stack): Read[] => readsOf(stack, estate);
  const { planned, readers, removed } = chooseStacks(estate, names, against?.affected, reads);
  const placeOf = await ground.prepare(planned, estate);
  const planner = new StackPlanner({
    set,
    reads,
    talk,
    mode: options.mode ?? "normal",
    lockSeconds: options.lockSeconds ?? LOCK_SECONDS,
    hashOf: (stack) => hashOfShape(shapeOf(stack, head)),
    now: options.now,
    ...(against && { against }),
  });
  const outcomes = await runInOrder(planned, {
    limit: ground.parallel,
    // Of each only what the set says of it is kept: the plans of hundreds may be large.
    work: async (stack) => planner.entry(await planner.plan(stack, placeOf(stack))),
    // Who waits for a stack that could not be planned may still be planned against its old outputs.
    succeeded: () => true,
  });
  if (ground.interrupts.stopping) throw new PlanStopped();
  const entries = [
    ...planned.map(({ id }) => (outcomes.get(id) as { readonly done: StackEntry }).done),
    ...readers.flatMap((stack) => planner.readerEntry(stack) ?? []),
    ...removedEntries(removed),
  ];
  const manifest = await manifestOf(options, entries, against?.commit);
  return { manifest, estate };
}
