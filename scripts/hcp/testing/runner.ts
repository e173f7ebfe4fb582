import type { Executor } from "./executor.ts";
import type { Attributes, RunRecord, Store, WorkspaceRecord } from "./store.ts";

/** What a run goes through besides its plan. */
export interface RunChecks {
  readonly cost?: Attributes;
  /** `passed`, `soft_failed` or `hard_failed`, with what Sentinel says. */
  readonly policy?: Attributes & { readonly status: string };
  /** Tasks of a stage after the plan. */
  readonly tasks?: readonly Attributes[];
}

/** What a run is made with. */
export interface NewRun {
  readonly workspace: WorkspaceRecord;
  readonly files: Buffer;
  readonly attributes: Attributes;
}

const FINAL = /^(planned_and_finished|policy_soft_failed|applied|discarded|errored|canceled)$/;

/** Takes runs through their statuses, one that may apply at a time in each workspace. */
export class Runner {
  readonly #store: Store;
  readonly #executor: Executor;
  readonly #checks: () => RunChecks;
  readonly #working = new Set<Promise<void>>();

  constructor(store: Store, executor: Executor, checks: () => RunChecks) {
    this.#store = store;
    this.#executor = executor;
    this.#checks = checks;
  }

  create({ workspace, files, attributes }: NewRun): RunRecord {
    const phase = (prefix: string) => ({
      id: this.#store.id(prefix),
      status: "pending",
      log: "",
      ended: false,
    });
    const run: RunRecord = {
      id: this.#store.id("run"),
      workspace,
      attributes: {
        message: "",
        source: "tfe-api",
        "plan-only": false,
        "created-at": "2026-01-02T03:04:05.000Z",
        ...attributes,
        status: "pending",
      },
      plan: phase("plan"),
      apply: phase("apply"),
      files,
      checks: { "cost-estimate": [], "policy-checks": [], "task-stages": [] },
      hasChanges: false,
      canceled: false,
    };
    workspace.runs.push(run);
    this.next(workspace);
    return run;
  }

  /** The run that the workspace belongs to at the moment. */
  current(workspace: WorkspaceRecord): RunRecord | undefined {
    return workspace.runs.find(
      (run) => !run.attributes["plan-only"] && isOpen(run) && hasBegun(run),
    );
  }

  /** Begins what may begin. */
  next(workspace: WorkspaceRecord): void {
    for (const run of workspace.runs.filter(({ attributes }) => attributes.status === "pending")) {
      if (!run.attributes["plan-only"]) {
        if (this.current(workspace) || workspace.lock) continue;
        workspace.lock = { type: "runs", id: run.id };
      }
      this.#work(() => this.#plan(run));
    }
  }

  confirm(run: RunRecord): void {
    this.#work(async () => {
      run.attributes.status = "applying";
      const well = await this.#executor.apply(run);
      this.#finish(run, run.canceled ? "canceled" : well ? "applied" : "errored");
      if (well) this.#trigger(run.workspace);
    });
  }

  discard(run: RunRecord): void {
    run.apply.status = "unreachable";
    this.#finish(run, "discarded");
  }

  cancel(run: RunRecord): void {
    run.canceled = true;
    if (run.child) run.child.kill("SIGINT");
    else if (isOpen(run)) this.#finish(run, "canceled");
  }

  /** Waits until no run is being worked on. */
  async rest(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working);
  }

  /** Everything stops. */
  stop(): Promise<void> {
    for (const run of this.#store.workspaces.flatMap(({ runs }) => runs))
      run.child?.kill("SIGKILL");
    return this.rest();
  }

  #work(work: () => Promise<void>): void {
    const going = work().finally(() => this.#working.delete(going));
    this.#working.add(going);
  }

  async #plan(run: RunRecord): Promise<void> {
    run.attributes.status = "planning";
    const well = await this.#executor.plan(run);
    if (run.canceled) return this.#finish(run, "canceled");
    if (!well) return this.#finish(run, "errored");
    const { policy } = this.#addChecks(run);
    const soft = policy?.status === "soft_failed";
    if (policy?.status === "hard_failed") return this.#finish(run, "errored");
    if (run.attributes["plan-only"] && soft) return this.#finish(run, "policy_soft_failed");
    if (run.attributes["plan-only"] || !run.hasChanges)
      return this.#finish(run, "planned_and_finished");
    run.attributes.status = soft ? "policy_override" : policy ? "policy_checked" : "planned";
    if (run.attributes["auto-apply"] && !soft) this.confirm(run);
  }

  #addChecks(run: RunRecord): RunChecks {
    const checks = this.#checks();
    const add = (type: string, attributes: Attributes, relationships?: object) => {
      const id = this.#store.id(type);
      this.#store.things.set(`${type}/${id}`, {
        attributes,
        ...(relationships && { relationships }),
      });
      return { type, id };
    };
    if (checks.cost) run.checks["cost-estimate"].push(add("cost-estimates", checks.cost));
    if (checks.policy) run.checks["policy-checks"].push(add("policy-checks", checks.policy));
    if (checks.tasks) {
      const data = checks.tasks.map((task) => add("task-results", task));
      const stage = { stage: "post_plan", status: "passed" };
      run.checks["task-stages"].push(add("task-stages", stage, { "task-results": { data } }));
    }
    return checks;
  }

  #finish(run: RunRecord, status: string): void {
    run.attributes.status = status;
    run.plan.ended = true;
    run.apply.ended = true;
    if (run.workspace.lock?.id === run.id) delete run.workspace.lock;
    this.next(run.workspace);
  }

  /** Starts runs in the workspaces that wait for this one, with the files that they had last. */
  #trigger(source: WorkspaceRecord): void {
    for (const workspace of this.#store.workspaces) {
      const last = workspace.runs.findLast((run) => !run.attributes["plan-only"]);
      if (!workspace.triggers.has(source.id) || !last) continue;
      const message = `Triggered by workspace ${source.attributes.name}`;
      this.create({
        workspace,
        files: last.files,
        attributes: { message, source: "tfe-run-trigger" },
      });
    }
  }
}

/** Whether a run has not ended. */
export function isOpen({ attributes }: RunRecord): boolean {
  return !FINAL.test(attributes.status);
}

function hasBegun({ attributes }: RunRecord): boolean {
  return attributes.status !== "pending";
}
