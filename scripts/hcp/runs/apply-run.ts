import { readPlan } from "../../review/plan/read-plan.ts";
import type { ToolFinding } from "../../review/set/input.ts";
import { errorsOf } from "../../terraform/events.ts";
import { HcpError } from "../api/errors.ts";
import type { Run } from "../api/types.ts";
import { pageOf } from "../workspace-of.ts";
import { CannotPack } from "./archive.ts";
import { RunFollower } from "./follow.ts";
import { begin, leftBehind, messageOf } from "./own-run.ts";
import { fetchPlan } from "./plan-json.ts";
import { wordsOfLog } from "./printed.ts";
import type { RemoteApplied, RemoteApplyOptions } from "./remote-apply.ts";
import { standingOf, wordsOfStatus } from "./status.ts";
import { Turn, WorkspaceInUse } from "./turn.ts";

/**
 * Applies a stack by a run: plans it anew, asks the judge about that plan, confirms exactly that run,
 * and follows it to its end. A run of ours that was left behind is taken up where it stands.
 */
export async function applyRemotely(options: RemoteApplyOptions): Promise<RemoteApplied> {
  let apply: RemoteApply | undefined;
  try {
    const run = (await leftBehind(options)) ?? (await begin(options));
    apply = new RemoteApply(options, run);
    return await apply.do();
  } catch (error) {
    const { page, isConfirmed = false } = apply ?? {};
    if (error instanceof WorkspaceInUse) return outcome("waiting", [error.message], page);
    if (!(error instanceof HcpError || error instanceof CannotPack)) throw error;
    const far = isConfirmed ? "the run goes on without us" : "nothing was changed";
    const where = page ? `: ${page}; the same command takes it up again` : "";
    const result = isConfirmed ? "unknown" : "failed";
    return outcome(result, [`${error.message}; ${far}${where}`], page);
  }
}

function outcome(
  result: RemoteApplied["result"],
  problems: readonly string[],
  page?: string,
  findings: readonly ToolFinding[] = [],
): RemoteApplied {
  return { result, problems, findings, ...(page && { page }) };
}

/** One run of ours, from where it stands to its end. */
class RemoteApply {
  readonly #options: RemoteApplyOptions;
  readonly #follower: RunFollower;
  readonly #id: string;
  readonly page: string;
  /** Whether it may have begun to change things. */
  isConfirmed: boolean;
  #interrupted = false;

  constructor(options: RemoteApplyOptions, { id, attributes }: Run) {
    const { seat, stack, say, onEvent } = options;
    const turn = new Turn({ ...seat, say });
    this.#options = options;
    this.#id = id;
    this.page = pageOf(seat.place, "runs", id);
    this.isConfirmed = /^(confirmed|apply_queued|applying)$/.test(attributes.status);
    this.#follower = new RunFollower({
      client: seat.client,
      run: id,
      stack: stack.id,
      say,
      whilePending: () => turn.look(id),
      ...(onEvent && { onEvent }),
    });
  }

  async do(): Promise<RemoteApplied> {
    const { seat, say } = this.#options;
    say(`runs at ${this.page}`);
    const { interrupts } = seat;
    const forget = interrupts.watch({ interrupt: () => this.#interrupt() });
    try {
      const run = await this.#follower
        .until("waits for confirmation", "waits for an override")
        .catch((error: unknown) => this.#giveUp(error));
      return await this.#decide(run);
    } finally {
      forget();
    }
  }

  /** Asks HCP Terraform to stop, as an interrupt asks Terraform; asked again, goes without waiting. */
  #interrupt(): void {
    if (this.#interrupted) this.#follower.leave();
    this.#interrupted = true;
    void this.#act("cancel").catch(() => {});
  }

  /** Takes our run out of the queue before it has begun. */
  async #giveUp(error: unknown): Promise<never> {
    if (!(error instanceof WorkspaceInUse)) throw error;
    await this.#act("cancel").catch(() => this.#act("discard"));
    throw error;
  }

  async #decide(run: Run): Promise<RemoteApplied> {
    if (standingOf(run) === "ended") return this.#ended(run);
    const { judge, seat, say } = this.#options;
    const { text } = await fetchPlan(seat.client, run);
    const may = await this.#discardIfThrown(async () =>
      judge(readPlan(text, `the plan of ${run.id}`), text),
    );
    if (!may || seat.interrupts.stopping) {
      await this.#act("discard");
      return this.#outcome(may ? "waiting" : "refused", may ? ["stopped on request"] : []);
    }
    if (standingOf(run) === "waits for an override") {
      return this.#outcome("waiting", [
        `what it would do is what was reviewed, and a policy must be overridden first: do it at ${this.page}, then run the same command again`,
      ]);
    }
    say("confirms");
    this.isConfirmed = true;
    await this.#confirm();
    return await this.#ended(await this.#follower.until());
  }

  /** A plan that cannot be judged must not keep the workspace. */
  async #discardIfThrown<R>(work: () => Promise<R>): Promise<R> {
    try {
      return await work();
    } catch (error) {
      await this.#act("discard").catch(() => {});
      throw error;
    }
  }

  /** Confirms. An answer that was lost, or somebody who was quicker, is seen from the run itself. */
  async #confirm(): Promise<void> {
    try {
      await this.#act("apply");
    } catch (error) {
      const doubtful = error instanceof HcpError && ["conflict", "lost"].includes(error.refusal);
      if (!doubtful) throw error;
      const run = await this.#follower.read();
      if (standingOf(run) === "waits for confirmation") throw error;
    }
  }

  async #ended(run: Run): Promise<RemoteApplied> {
    const { status } = run.attributes;
    if (status === "applied") return this.#outcome("applied", []);
    if (status === "planned_and_finished") return this.#outcome("nothing to do", []);
    const begun = (await this.#follower.hasApplied(run))
      ? "some of it may be done: plan again to see"
      : "nothing was changed";
    if (status === "errored") return this.#outcome("failed", [...this.#errors(), begun]);
    return this.#outcome("failed", [
      `the run was ${wordsOfStatus(status)}; ${begun}; who did it stands at ${this.page}`,
    ]);
  }

  #errors(): string[] {
    const { diagnostics, lines } = this.#follower.printed;
    const errors = errorsOf(diagnostics).map(({ summary, detail, address }) =>
      [summary, detail, address && `(${address})`].filter(Boolean).join(": "),
    );
    const policies = this.#follower.findings
      .filter(({ severity }) => severity === "error")
      .map(({ rule, message }) => `${rule}: ${message}`);
    const found = [...errors, ...policies];
    return found.length > 0 ? found : [wordsOfLog(lines) || `the run failed; see ${this.page}`];
  }

  #act(action: "apply" | "discard" | "cancel"): Promise<unknown> {
    const path = `runs/${this.#id}/actions/${action}`;
    return this.#options.seat.client.post(path, `${action} ${this.#id}`, {
      comment: messageOf(this.#options),
    });
  }

  #outcome(result: RemoteApplied["result"], problems: readonly string[]): RemoteApplied {
    return outcome(result, problems, this.page, this.#follower.findings);
  }
}
