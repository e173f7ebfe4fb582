import type { PlanMode } from "../plan/mode.ts";
import type { PlanPlace } from "../plan/planning.ts";
import type { PlanJson } from "../review/plan/plan-json.ts";
import type { PlanApplied } from "./apply-plan.ts";
import type { Judgement } from "./judge.ts";
import type { Task } from "./tasks.ts";
import { NO_THINGS, ThingsDone } from "./things.ts";

/** Applies a stack by a run on HCP Terraform. */
export type Applier = NonNullable<PlanPlace["applier"]>;

/** A stack that a run is to apply. */
export interface RunJob {
  readonly task: Task;
  readonly applier: Applier;
  readonly mode: PlanMode;
  /** Judges what the run would do. */
  readonly judge: (plan: PlanJson) => Judgement;
  readonly say: (text: string) => void;
}

/** How it ended. */
export type RunApplied =
  /** The run would do something else: it was discarded, and nothing was changed. */
  | { readonly kind: "refused" }
  /** Nothing was changed: there was nothing to do, or somebody must act first. */
  | { readonly kind: "unchanged" | "not begun"; readonly problems: readonly string[] }
  | {
      readonly kind: "applied";
      readonly plan: PlanJson;
      readonly judgement: Judgement;
      readonly applied: PlanApplied;
    };

/** A run plans anew; exactly that plan is judged, and exactly that run is confirmed. */
export async function applyByRun({ task, applier, mode, judge, say }: RunJob): Promise<RunApplied> {
  let seen: { plan: PlanJson; judgement: Judgement; things: ThingsDone } | undefined;
  const { result, problems } = await applier({
    stack: task.stack,
    reviewed: task.entry.digest ?? "",
    mode,
    say,
    judge: (plan) => {
      seen = { plan, judgement: judge(plan), things: new ThingsDone(plan) };
      return seen.judgement.right !== undefined;
    },
    onEvent: (event) => seen?.things.hear(event),
  });
  if (result === "refused") return { kind: "refused" };
  if (result === "nothing to do") return { kind: "unchanged", problems };
  if (result === "waiting") return { kind: "not begun", problems };
  const { plan = NOTHING, judgement = UNJUDGED, things } = seen ?? {};
  const done = things?.outcome(result === "applied") ?? NO_THINGS;
  return { kind: "applied", plan, judgement, applied: { ending: result, things: done, problems } };
}

const NOTHING: PlanJson = { format_version: "1.2" };

/** What failed before it could be judged has changed nothing, by no right. */
const UNJUDGED: Judgement = { problems: [], differences: [], follows: [] };
