import { hashOfShape, shapeOf } from "../plan/affected.ts";
import { copyNotes, manifestOf } from "../plan/describe.ts";
import { type Ground, type GroundOptions, realGround, rehearsalGround } from "../plan/ground.ts";
import { synthesizeHead } from "../plan/make.ts";
import { LOCK_SECONDS } from "../plan/plan-stack.ts";
import { type Read, readsOf } from "../plan/reads.ts";
import { NewPlanSet } from "../plan/set.ts";
import { setDigest } from "../plan/set-digest.ts";
import { StackPlanner } from "../plan/stack-planner.ts";
import { collectSecrets } from "../review/secret/collect.ts";
import { Secrets } from "../review/secret/secrets.ts";
import { runInOrder } from "../stacks/in-order.ts";
import { readStacks, type Stack } from "../stacks/manifest.ts";
import { type ApplyReport, type LeftBehind, mayGoOn, type StackApplied } from "./result.ts";
import { NotApplicable, type Reviewed, readReviewed, type Task, tasksOf } from "./tasks.ts";
import { end, Work } from "./work.ts";

/** What an apply is given. */
export interface ApplyOptions extends Omit<GroundOptions, "names"> {
  /** Folder of the plan set. */
  readonly folder: string;
  /** Digest of the set that was approved: the one in the folder must still be that. */
  readonly approved: string;
  /** Folder of the plan set that takes what needs an approval of its own. */
  readonly next: string;
  readonly now: () => Date;
}

/**
 * Applies a plan set that somebody has approved: in waves over the layers, first what was reviewed as
 * it is, then each stack that reads what has moved, planned again. What would do something else than
 * was reviewed becomes a plan set of its own.
 */
export async function applyPlanSet(options: ApplyOptions): Promise<ApplyReport> {
  const reviewed = readReviewed(options.folder, options.terraform);
  const digest = setDigest(reviewed.manifest);
  if (digest !== options.approved) {
    throw new NotApplicable([
      `the plan set in ${options.folder} has the digest ${digest}, approved was ${options.approved}: somebody planned anew meanwhile; look at it again with infra render`,
    ]);
  }
  const names = reviewed.manifest.stacks.map(({ stack }) => stack);
  const groundOptions: GroundOptions = { ...options, names };
  const { rehearsal } = reviewed.manifest;
  const ground = rehearsal ? rehearsalGround(groundOptions) : realGround(groundOptions);
  let next: NewPlanSet | undefined;
  try {
    next = new NewPlanSet(options.next);
    await synthesizeHead(groundOptions, ground);
    return await applyAll(options, reviewed, ground, next);
  } finally {
    next?.discard();
    await ground.close();
  }
}

async function applyAll(
  options: ApplyOptions,
  reviewed: Reviewed,
  ground: Ground,
  next: NewPlanSet,
): Promise<ApplyReport> {
  const { talk } = options;
  const estate = readStacks(ground.output);
  const tasks = tasksOf(reviewed, estate);
  const { work, planner, secrets } = await setUp(options, reviewed, ground, next, estate, tasks);
  const outcomes = await runInOrder(tasks, {
    limit: ground.parallel,
    work: async (task) => {
      const applied = await work.do(task);
      talk(`${task.id}: ${applied.ending}`);
      return applied;
    },
    succeeded: ({ ending }) => mayGoOn(ending),
  });
  const stacks = tasks.map((task): StackApplied => {
    const outcome = outcomes.get(task.id)!;
    if ("done" in outcome) return outcome.done;
    return end(task, "not begun", { problems: [`waits for ${outcome.blockedBy}`] });
  });
  const made = await finishNext(options, reviewed, work, planner, next, () =>
    copyNotes(ground.output, undefined, next, estate),
  );
  const report = { stacks, leftBehind: leftBehind(work, tasks, estate) };
  const { mode = "normal" } = reviewed.manifest;
  return { mode, ...hidden(report, secrets), ...(made && { next: made }) };
}

/** What the work needs: a planner into the next set, places to work in, and what must not be told. */
async function setUp(
  { project, talk, now, lockSeconds = LOCK_SECONDS }: ApplyOptions,
  reviewed: Reviewed,
  ground: Ground,
  next: NewPlanSet,
  estate: readonly Stack[],
  tasks: readonly Task[],
) {
  const stacks = tasks.map(({ stack }) => stack);
  const reads = (stack: Stack): Read[] => readsOf(stack, estate);
  const folders = { output: ground.output, checkout: project.root };
  // Taken before anything works in the folders: Terraform leaves its lock file there.
  const hashes = new Map(stacks.map((each) => [each.id, hashOfShape(shapeOf(each, folders))]));
  const planner = new StackPlanner({
    set: next,
    reads,
    talk,
    mode: reviewed.manifest.mode ?? "normal",
    lockSeconds,
    hashOf: ({ id }) => hashes.get(id)!,
    now,
  });
  const placeOf = await ground.prepare(stacks, estate);
  const { schemaOf } = reviewed.input;
  const secrets = new Secrets();
  for (const { plan } of tasks) if (plan) collectSecrets(plan, schemaOf, secrets);
  const work = new Work({
    ...{ reviewed, next, planner, placeOf, reads, lockSeconds, talk, now, schemaOf, secrets },
  });
  return { work, planner, secrets };
}

/** A copy in which no text holds a secret: Terraform's words may quote one. */
function hidden<T>(value: T, secrets: Secrets): T {
  const text = JSON.stringify(value, (_key, each) =>
    typeof each === "string" ? secrets.hide(each) : each,
  );
  return JSON.parse(text);
}

/** Writes the set of what needs an approval of its own; nothing where nothing does. */
async function finishNext(
  options: ApplyOptions,
  { manifest: { rehearsal, mode } }: Reviewed,
  work: Work,
  planner: StackPlanner,
  next: NewPlanSet,
  copyNotes: () => void,
): Promise<ApplyReport["next"]> {
  if (work.putOff.length === 0) return undefined;
  const entries = work.putOff.map((outcome) => planner.entry(outcome));
  const command = ["infra plan", ...entries.map(({ stack }) => stack)].join(" ");
  const description = { ...options, command: rehearsal ? `${command} --rehearsal` : command };
  const manifest = await manifestOf({ ...description, rehearsal, ...(mode && { mode }) }, entries);
  copyNotes();
  next.finish(manifest);
  return { folder: options.next, digest: setDigest(manifest) };
}

/** Stacks outside of the set that read what has moved. */
function leftBehind(work: Work, tasks: readonly Task[], estate: readonly Stack[]): LeftBehind[] {
  const ids = new Set(tasks.map(({ id }) => id));
  return estate
    .filter(({ id }) => !ids.has(id))
    .flatMap((stack) =>
      readsOf(stack, estate).flatMap(({ producer, outputs }) => {
        const moved = work.moved(producer).filter((name) => outputs.includes(name));
        return moved.length > 0 ? [{ stack: stack.id, producer, outputs: moved }] : [];
      }),
    );
}
