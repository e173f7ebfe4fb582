import type { ToolFinding } from "../../review/set/input.ts";
import {
  type Diagnostic,
  diagnosticOf,
  parseEvent,
  type TerraformEvent,
} from "../../terraform/events.ts";
import type { HcpClient } from "../api/client.ts";
import { HcpError } from "../api/errors.ts";
import type { One } from "../api/resource.ts";
import type { Phase, Run } from "../api/types.ts";
import { Checks } from "./checks.ts";
import { followLog } from "./log.ts";
import { type Standing, standingOf, wordsOfStatus } from "./status.ts";

/** Milliseconds between two looks at a run, once it is known to take its time. */
export const EVERY_MS = 1000;

/** What following a run needs. */
export interface FollowOptions {
  readonly client: HcpClient;
  readonly run: string;
  readonly stack: string;
  readonly say: (text: string) => void;
  /** Looked at while the run waits its turn; it may give up by throwing. */
  readonly whilePending?: (run: Run) => Promise<void>;
  /** Told of each event that the run prints. */
  readonly onEvent?: (event: TerraformEvent) => void;
}

/** What one run printed. */
export interface Printed {
  readonly diagnostics: readonly Diagnostic[];
  /** Lines that are no events: all of them where the workspace prints no structured output. */
  readonly lines: readonly string[];
  readonly events: readonly TerraformEvent[];
}

/**
 * Follows a run: its statuses, the logs of its plan and its apply, and what checks it. Everything is
 * asked for again and again, so that it goes on after a lost connection where it was.
 */
export class RunFollower {
  readonly #options: FollowOptions;
  readonly #checks: Checks;
  readonly #read = new Set<string>();
  readonly #diagnostics: Diagnostic[] = [];
  readonly #lines: string[] = [];
  readonly #events: TerraformEvent[] = [];
  #said = "";
  #left = false;

  constructor(options: FollowOptions) {
    this.#options = options;
    this.#checks = new Checks(options.client, options.stack, options.say);
  }

  /** Policies, costs and tasks that a reviewer must know of. */
  get findings(): readonly ToolFinding[] {
    return this.#checks.findings;
  }

  /** What the run has printed so far. */
  get printed(): Printed {
    return { diagnostics: this.#diagnostics, lines: this.#lines, events: this.#events };
  }

  /** Follows until the run stands in one of these ways, or has ended. */
  async until(...standings: readonly Standing[]): Promise<Run> {
    const { client, whilePending } = this.#options;
    for (let look = 1; ; look++) {
      if (this.#left) throw new HcpError("lost", "stopped on request");
      const run = await this.read();
      const { status } = run.attributes;
      this.#tell(wordsOfStatus(status));
      await this.#logs(run);
      await this.#checks.look(run);
      const standing = standingOf(run);
      if (standing === "ended" || standings.includes(standing)) return run;
      if (status === "pending") await whilePending?.(run);
      await client.pause(Math.min(EVERY_MS, 200 * look));
    }
  }

  /** The run as it is now. */
  read(): Promise<Run> {
    const { client, run } = this.#options;
    return client.get<Run>(`runs/${run}`, `read ${run}`);
  }

  /** Whether a run has begun to apply. */
  async hasApplied({ relationships }: Run): Promise<boolean> {
    const id = relationships.apply?.data?.id;
    if (!id) return false;
    const { attributes } = await this.#phase("applies", id);
    return !isToCome(attributes.status) && attributes.status !== "unreachable";
  }

  /** Ends the following, whatever the run does. */
  leave(): void {
    this.#left = true;
  }

  #phase(kind: "plans" | "applies", id: string): Promise<Phase> {
    const { client, run } = this.#options;
    if (this.#left) throw new HcpError("lost", "stopped on request");
    const name = kind === "plans" ? "plan" : "apply";
    return client.get<Phase>(`${kind}/${id}`, `read the ${name} of ${run}`);
  }

  #tell(words: string): void {
    if (words === this.#said) return;
    this.#said = words;
    this.#options.say(words);
  }

  async #logs({ attributes, relationships }: Run): Promise<void> {
    await this.#log("plans", relationships.plan);
    if (MAY_HAVE_APPLIED.test(attributes.status)) await this.#log("applies", relationships.apply);
  }

  /** Reads a phase's log once, from its start to its end. Without its log a run is still a run. */
  async #log(kind: "plans" | "applies", relation: One | undefined): Promise<void> {
    const { client, run } = this.#options;
    const id = relation?.data?.id;
    if (!id || this.#read.has(id)) return;
    const phase = () => this.#phase(kind, id);
    const { attributes } = await phase();
    const url = attributes["log-read-url"];
    if (!url || isToCome(attributes.status)) return;
    this.#read.add(id);
    if (attributes.status === "unreachable") return;
    const hasEnded = async () => hasRun((await phase()).attributes.status);
    const onLine = (line: string) => this.#take(line);
    const what = `read the log of ${run}`;
    await followLog({ client, url, what, onLine, hasEnded, every: EVERY_MS }).catch((error) => {
      if (!(error instanceof HcpError) || error.refusal === "lost") throw error;
      this.#options.say(`${error.message}; the run itself goes on`);
    });
  }

  #take(line: string): void {
    const event = parseEvent(line);
    if (!event) {
      if (line.trim()) this.#lines.push(line);
      return;
    }
    this.#events.push(event);
    this.#options.onEvent?.(event);
    const diagnostic = diagnosticOf(event);
    if (diagnostic) this.#diagnostics.push(diagnostic);
    const progress = progressOf(event);
    if (progress) this.#options.say(progress);
  }
}

/** Statuses of a run whose apply may have begun. */
const MAY_HAVE_APPLIED = /^(applying|applied|errored|canceled|force_canceled)$/;

function isToCome(status: string): boolean {
  return /^(pending|managed_queued|agent_queued|queued|created)$/.test(status);
}

function hasRun(status: string): boolean {
  return /^(finished|errored|canceled|unreachable)$/.test(status);
}

/** What is told of an apply while it goes on: each thing when it is begun and when it is done. */
function progressOf({ type, "@message": message }: TerraformEvent): string | undefined {
  return /^apply_(start|complete|errored)$/.test(type) ? message : undefined;
}
