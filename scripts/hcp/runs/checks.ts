import type { ToolFinding } from "../../review/set/input.ts";
import type { HcpClient } from "../api/client.ts";
import { HcpError } from "../api/errors.ts";
import type { Many, One } from "../api/resource.ts";
import type {
  CostEstimate,
  PolicyCheck,
  PolicySetOutcome,
  Run,
  TaskResult,
  TaskStage,
} from "../api/types.ts";
import {
  findingsOfCheck,
  findingsOfOutcome,
  findingsOfTasks,
  linesOfCheck,
  linesOfCost,
} from "./verdicts.ts";

/** Statuses of anything that checks, while it has not ended. */
const UNDER_WAY = /^(pending|queued|running|awaiting_override)$/;

/**
 * What is said of a run besides its plan: cost, policies, and the services that are asked. Each is
 * told once, when it has ended. One that cannot be read never stops the run.
 */
export class Checks {
  readonly #client: HcpClient;
  readonly #say: (text: string) => void;
  readonly #stack: string;
  readonly #told = new Set<string>();
  readonly #findings: ToolFinding[] = [];

  constructor(client: HcpClient, stack: string, say: (text: string) => void) {
    this.#client = client;
    this.#stack = stack;
    this.#say = say;
  }

  /** What a reviewer must know of. */
  get findings(): readonly ToolFinding[] {
    return this.#findings;
  }

  /** Looks at what has ended since the last look. */
  async look({ relationships }: Run): Promise<void> {
    const {
      "cost-estimate": cost,
      "policy-checks": policies,
      "task-stages": stages,
    } = relationships;
    for (const id of idsOf(cost)) await this.#once(id, () => this.#cost(id));
    for (const id of idsOf(policies)) await this.#once(id, () => this.#policies(id));
    for (const id of idsOf(stages)) await this.#once(id, () => this.#stage(id));
  }

  /** @param read gives false while there is nothing to tell yet */
  async #once(id: string, read: () => Promise<boolean>): Promise<void> {
    if (this.#told.has(id)) return;
    try {
      if (await read()) this.#told.add(id);
    } catch (error) {
      if (!(error instanceof HcpError) || error.refusal === "token" || error.refusal === "lost") {
        throw error;
      }
      this.#told.add(id);
      this.#say(error.message);
    }
  }

  async #cost(id: string): Promise<boolean> {
    const { attributes } = await this.#client.get<CostEstimate>(
      `cost-estimates/${id}`,
      "read the cost estimate",
    );
    if (UNDER_WAY.test(attributes.status)) return false;
    for (const line of linesOfCost(attributes)) this.#say(line);
    return true;
  }

  async #policies(id: string): Promise<boolean> {
    const check = await this.#client.get<PolicyCheck>(`policy-checks/${id}`, "read a policy check");
    if (UNDER_WAY.test(check.attributes.status)) return false;
    for (const line of linesOfCheck(check)) this.#say(line);
    this.#find(findingsOfCheck(check, this.#stack));
    return true;
  }

  async #stage(id: string): Promise<boolean> {
    const stage = await this.#client.get<TaskStage>(`task-stages/${id}`, "read the run tasks");
    if (UNDER_WAY.test(stage.attributes.status)) return false;
    const { "task-results": results, "policy-evaluations": evaluations } =
      stage.relationships ?? {};
    const tasks: TaskResult[] = [];
    for (const each of idsOf(results)) {
      tasks.push(await this.#client.get<TaskResult>(`task-results/${each}`, "read a run task"));
    }
    this.#find(findingsOfTasks(tasks, this.#stack));
    for (const { attributes } of tasks) {
      this.#say(`run task ${attributes["task-name"]}: ${attributes.status}`);
    }
    for (const each of idsOf(evaluations)) await this.#evaluation(each);
    return true;
  }

  async #evaluation(id: string): Promise<void> {
    const outcomes = await this.#client.list<PolicySetOutcome>(
      `policy-evaluations/${id}/policy-set-outcomes`,
      "read what policies said",
    );
    for (const outcome of outcomes) {
      const failed = outcome.attributes.outcomes.filter(({ status }) => status !== "passed").length;
      const all = outcome.attributes.outcomes.length;
      this.#say(
        `policies ${outcome.attributes["policy-set-name"]}: ${all - failed} of ${all} passed`,
      );
      this.#find(findingsOfOutcome(outcome, this.#stack));
    }
  }

  #find(findings: readonly ToolFinding[]): void {
    this.#findings.push(...findings);
  }
}

function idsOf(relation: One | Many | undefined): string[] {
  const data = relation?.data;
  if (!data) return [];
  return (Array.isArray(data) ? data : [data]).map(({ id }: { id: string }) => id);
}
