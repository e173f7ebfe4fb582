import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { STACK_FILES } from "../plan/manifest.ts";
import type { PlanPlace } from "../plan/planning.ts";
import { movedOutputs, type Read } from "../plan/reads.ts";
import type { NewPlanSet } from "../plan/set.ts";
import type { Outcome, StackPlanner } from "../plan/stack-planner.ts";
import { problemsOf } from "../rehearsal/run/problems.ts";
import type { PlanJson } from "../review/plan/plan-json.ts";
import { readPlan } from "../review/plan/read-plan.ts";
import type { Stack } from "../stacks/manifest.ts";
import { runTerraform, type TerraformResult } from "../terraform/run.ts";
import { applyPlan, type PlanApplied } from "./apply-plan.ts";
import { type Applier, applyByRun } from "./by-run.ts";
import { changesByKey } from "./compare/differences.ts";
import { type Judgement, type Judging, judge } from "./judge.ts";
import type { StackApplied } from "./result.ts";
import type { Reviewed, Task } from "./tasks.ts";
import { NO_THINGS } from "./things.ts";

/** What applying one stack after the other needs. */
export interface WorkOptions extends Judging {
  readonly reviewed: Reviewed;
  /** The set that takes what needs an approval of its own, and every plan that is made again. */
  readonly next: NewPlanSet;
  readonly planner: StackPlanner;
  readonly placeOf: (stack: Stack) => PlanPlace;
  readonly reads: (stack: Stack) => readonly Read[];
  readonly lockSeconds: number;
  readonly talk: (text: string) => void;
  readonly now: () => Date;
}

/** Applies stacks, one after those that it reads, and knows what the ones before have moved. */
export class Work {
  readonly #options: WorkOptions;
  /** Stacks that were put off, with the plan that waits for an approval. */
  readonly #putOff = new Map<string, Outcome>();
  /** What was applied, by stack. */
  readonly #applied = new Map<string, PlanJson>();
  /** Stacks of which the reviewed plan is not the last word. */
  readonly #again = new Set<string>();

  constructor(options: WorkOptions) {
    this.#options = options;
  }

  /** What waits for another approval, in the order in which it was planned. */
  get putOff(): readonly Outcome[] {
    return [...this.#putOff.values()];
  }

  /** Names of the outputs that a stack's apply has moved. */
  moved(stack: string): string[] {
    const plan = this.#applied.get(stack);
    return plan ? movedOutputs(plan) : [];
  }

  /** Does one stack. Never throws: others are under way. */
  async do(task: Task): Promise<StackApplied> {
    const ended = await this.#do(task).catch((error: Error) =>
      end(task, "failed", { problems: [error.message] }),
    );
    return { ...ended, at: this.#options.now().toISOString() };
  }

  async #do(task: Task): Promise<StackApplied> {
    const { setting } = this.#options.placeOf(task.stack);
    if (setting.interrupts.stopping) return end(task, "not begun", { problems: [STOPPED] });
    const waitsFor = task.dependencies.find((id) => this.#putOff.has(id));
    if (waitsFor !== undefined) return this.#planAgain(task, waitsFor);
    const isFresh = this.#isFresh(task);
    if (isFresh && isEmptyPlan(task.plan!)) return end(task, "unchanged");
    const { applier } = this.#options.placeOf(task.stack);
    if (applier) return (await this.#applyByRun(task, applier)) ?? this.#planAgain(task);
    if (!isFresh) return this.#planAgain(task);
    return (await this.#applySaved(task)) ?? this.#planAgain(task);
  }

  /** True where the reviewed plan is still what the code and the contracts say. */
  #isFresh({ stack, entry, plan }: Task): boolean {
    const { planner, reads } = this.#options;
    const own = reads(stack);
    const isMoved = own.some((read) => this.#movedIn(read).length > 0);
    // An earlier run may have moved what a producer hands out.
    const isOpen = own.some(({ producer }) => this.#again.has(producer));
    const isSameCode = entry.synthesized === planner.hashOf(stack);
    return plan !== undefined && entry.stale.length === 0 && isSameCode && !isMoved && !isOpen;
  }

  /** Outputs that are read and have moved in this run. */
  #movedIn({ producer, outputs }: Read): string[] {
    return this.moved(producer).filter((name) => outputs.includes(name));
  }

  /** What has moved and the review did not foresee, in words. */
  #unforeseen({ stack, entry }: Task): string[] {
    return this.#options.reads(stack).flatMap((read) => {
      const foreseen = entry.stale.find(({ producer }) => producer === read.producer);
      const moved = this.#movedIn(read).filter((name) => !foreseen?.outputs.includes(name));
      const what = `${moved.join(", ")} of ${read.producer} moved, which the review did not foresee`;
      return moved.length > 0 ? [what] : [];
    });
  }

  /** Applies the reviewed plan itself; nothing where it is not valid any more. */
  async #applySaved(task: Task): Promise<StackApplied | undefined> {
    const { reviewed, planner, placeOf } = this.#options;
    const { stack, entry } = task;
    const place = placeOf(stack);
    const file = join(reviewed.folder, "stacks", task.id, STACK_FILES.plan);
    const init = await planner.init(place);
    if (init.code !== 0) return failedStep(task, init);
    const show = await runTerraform(place.setting, place.folder, ["show", "-json", file]);
    if (show.code !== 0) return failedStep(task, show);
    const plan = readPlan(show.stdout, `the saved plan of ${task.id}`);
    if (planner.digest(plan) !== entry.digest) {
      const problem = `the saved plan in ${file} is not the one that was reviewed: its digest is another; nothing of it was applied. Plan again, and find out who changed it`;
      return end(task, "failed", { problems: [problem] });
    }
    const applied = await this.#apply(task, file, plan);
    if (applied.ending === "stale") return undefined;
    return this.#close(task, plan, applied, { right: "as reviewed", follows: [] });
  }

  /** Applies by a run elsewhere; nothing where it would do what nobody has approved. */
  async #applyByRun(task: Task, applier: Applier): Promise<StackApplied | undefined> {
    if (task.entry.result === "blocked") return undefined;
    const { reviewed, planner, talk } = this.#options;
    this.#again.add(task.id);
    const run = await applyByRun({
      task,
      applier,
      mode: reviewed.manifest.mode ?? "normal",
      judge: (plan) => judge(task, plan, this.#unforeseen(task), this.#options),
      say: (text) => talk(`${task.id}: ${text}`),
    });
    if (run.kind === "refused") return undefined;
    planner.applied(task.id);
    if (run.kind !== "applied") return end(task, run.kind, { problems: run.problems });
    return this.#close(task, run.plan, run.applied, run.judgement);
  }

  /** Plans once more, and applies only what was reviewed or follows from it. */
  async #planAgain(task: Task, waitsFor?: string): Promise<StackApplied> {
    const { planner, placeOf, next } = this.#options;
    this.#again.add(task.id);
    const outcome = await planner.plan(task.stack, placeOf(task.stack));
    const { planned, blockedBy } = outcome;
    if (planned?.result === "stopped") return end(task, "not begun", { problems: [STOPPED] });
    if (planned?.result === "failed") {
      return end(task, "failed", { problems: planned.problems.map(({ text }) => text) });
    }
    const plan = planned?.plan;
    // What is put off will move what this one reads: it has to follow then.
    if (plan && isEmptyPlan(plan) && !planner.isStale(task.stack)) {
      this.#settle(task);
      return end(task, "unchanged");
    }
    if (!plan || waitsFor !== undefined) {
      this.#putOff.set(task.id, outcome);
      const why = waitsFor ?? blockedBy;
      return end(task, "waiting", { problems: [`waits for ${why}`] });
    }
    const judgement = judge(task, plan, this.#unforeseen(task), this.#options);
    if (!judgement.right) {
      this.#putOff.set(task.id, outcome);
      return end(task, "needs approval", judgement);
    }
    // What a run may not confirm was another a moment ago.
    if (placeOf(task.stack).applier) return end(task, "failed", { problems: [RACED] });
    const file = join(next.stack(task.id), STACK_FILES.plan);
    const applied = await this.#apply(task, file, plan);
    this.#settle(task);
    return this.#close(task, plan, applied, judgement);
  }

  /** A plan that was made again needs no approval any more, and is in no set. */
  #settle({ id }: Task): void {
    this.#options.planner.applied(id);
    this.#options.next.drop(id);
  }

  #apply({ id, stack }: Task, file: string, plan: PlanJson): Promise<PlanApplied> {
    const { placeOf, reviewed, lockSeconds, talk } = this.#options;
    const log = newLog(join(reviewed.folder, "stacks", id));
    const say = (text: string) => talk(`${id}: ${text}`);
    return applyPlan({ stack, place: placeOf(stack), file, plan, log, lockSeconds, say });
  }

  #close(
    task: Task,
    plan: PlanJson,
    { ending, things, problems }: PlanApplied,
    { right, follows }: Pick<Judgement, "right" | "follows">,
  ): StackApplied {
    // Also what failed half-way may have moved outputs: who reads them is planned again.
    if (ending !== "stale") this.#applied.set(task.id, plan);
    if (ending === "stale") return end(task, "failed", { problems: [RACED] });
    return end(task, ending, { ...(right && { right }), things, problems, follows });
  }
}

const STOPPED = "stopped on request";
const RACED = "somebody else changed the state at the same time; plan again";

/** A name for a log that nothing has: `apply-1.log`. */
function newLog(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (let count = 1; ; count++) {
    const path = join(folder, `apply-${count}.log`);
    if (!existsSync(path)) return path;
  }
}

/** True for a plan after which nothing would be another thing, not even the state. */
function isEmptyPlan(plan: PlanJson): boolean {
  if (plan.applyable !== undefined) return !plan.applyable;
  const acts = (plan.action_invocations ?? []).length > 0;
  return changesByKey(plan).size === 0 && movedOutputs(plan).length === 0 && !acts;
}

function failedStep(task: Task, result: TerraformResult): StackApplied {
  if (result.interrupted) return end(task, "not begun", { problems: [STOPPED] });
  return end(task, "failed", { problems: problemsOf(task.stack.template, result) });
}

/** A stack that ended. */
export function end(
  { id, entry }: Pick<Task, "id" | "entry">,
  ending: StackApplied["ending"],
  rest: Partial<StackApplied> = {},
): StackApplied {
  const nothing = { things: NO_THINGS, problems: [], differences: [], follows: [] };
  return { stack: id, environment: entry.environment, ending, ...nothing, ...rest };
}
