import { readFileSync } from "node:fs";
import { join } from "node:path";
import { digestOf } from "../review/digest.ts";
import type { PlanJson } from "../review/plan/plan-json.ts";
import { collectSecrets } from "../review/secret/collect.ts";
import { Secrets } from "../review/secret/secrets.ts";
import type { StaleRead } from "../review/set/input.ts";
import type { Stack } from "../stacks/manifest.ts";
import type { TerraformResult } from "../terraform/run.ts";
import { sharesProviders } from "../terraform/shared-providers.ts";
import type { Against } from "./against.ts";
import { readCosts } from "./costs.ts";
import { STACK_FILES, type StackEntry } from "./manifest.ts";
import type { PlanMode } from "./mode.ts";
import { initStack, planStack } from "./plan-stack.ts";
import type { Planned, PlanPlace } from "./planning.ts";
import { missingProducer, movedOutputs, onlyOutputs, type Read, staleReads } from "./reads.ts";
import { knownSchemas } from "./schemas.ts";
import type { NewPlanSet } from "./set.ts";

/** How one stack ended. */
export interface Outcome {
  readonly stack: Stack;
  readonly planned?: Planned;
  /** When it was planned, in ISO 8601. */
  readonly at?: string;
  /** The stack whose outputs it reads and that was not applied yet. */
  readonly blockedBy?: string;
}

/** What planning one stack after the other needs. */
export interface PlannerOptions {
  readonly set: NewPlanSet;
  readonly reads: (stack: Stack) => readonly Read[];
  readonly talk: (text: string) => void;
  readonly mode: PlanMode;
  /** How long another run may hold the lock of a state, in seconds. */
  readonly lockSeconds: number;
  /** Hash of what was synthesized for a stack. */
  readonly hashOf: (stack: Stack) => string;
  readonly now: () => Date;
  readonly against?: Against;
}

/** Plans stacks into a set, and knows of each what the ones before it move. */
export class StackPlanner {
  readonly #options: PlannerOptions;
  /** What readers need of each plan. */
  readonly #plans = new Map<string, PlanJson>();
  readonly #blocked = new Map<string, string>();
  /** Taken before anything works in the folders: Terraform leaves its lock file there. */
  readonly #hashes = new Map<string, string>();
  readonly #schemaOf = knownSchemas();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: PlannerOptions) {
    this.#options = options;
  }

  /** Plans one stack into the set. Those that it reads come before it. */
  async plan(stack: Stack, place: PlanPlace): Promise<Outcome> {
    const { set, reads, talk, mode, lockSeconds, now } = this.#options;
    this.#hashes.set(stack.id, this.#options.hashOf(stack));
    const own = reads(stack);
    const planOf = (id: string) => this.#plans.get(id);
    const before = own.find(({ producer }) => this.#blocked.has(producer))?.producer;
    const blockedBy = mode === "normal" ? (before ?? missingProducer(own, planOf)) : undefined;
    if (blockedBy !== undefined) return this.#block(stack, blockedBy);
    const planned = await (place.planner ?? planStack)({
      stack,
      place,
      target: set.stack(stack.id),
      say: (text) => talk(`${stack.id}: ${text}`),
      mode,
      lockSeconds,
      init: () => this.init(place),
    });
    const at = now().toISOString();
    const unread = own.find(({ address }) => address === planned.unread)?.producer;
    if (unread !== undefined) return this.#block(stack, unread);
    if (planned.plan) this.#plans.set(stack.id, onlyOutputs(planned.plan));
    if (planned.findings?.length) set.addFindings(stack.id, planned.findings);
    if (planned.json) set.write(join("stacks", stack.id, STACK_FILES.json), planned.json);
    if (planned.text) set.write(join("stacks", stack.id, STACK_FILES.text), planned.text);
    talk(`${stack.id}: ${closing(planned)}`);
    return { stack, planned, at };
  }

  /** Hash of what was synthesized for a stack. */
  hashOf(stack: Stack): string {
    return this.#options.hashOf(stack);
  }

  /** Makes the folder of a stack ready; one at a time where they share their providers. */
  init(place: PlanPlace): Promise<TerraformResult> {
    const init = () => initStack(place);
    return sharesProviders(place.setting.env) ? this.#inTurn(init) : init();
  }

  /** Lets go of a plan that was applied: what it moves has moved. */
  applied(stack: string): void {
    this.#plans.delete(stack);
  }

  /** What the set says of a stack that was to be planned. */
  entry({ stack, planned, at, blockedBy }: Outcome): StackEntry {
    const { set, against, reads } = this.#options;
    const template = readFileSync(join(stack.folder, STACK_FILES.template), "utf8");
    set.stack(stack.id);
    set.write(join("stacks", stack.id, STACK_FILES.template), template);
    const own = reads(stack);
    const movedReads = own
      .filter(({ producer }) => movedOutputs(this.#plans.get(producer) ?? NO_PLAN).length > 0)
      .map(({ address }) => address);
    return {
      ...this.#common(stack),
      result: blockedBy === undefined ? (planned?.result ?? "stopped") : "blocked",
      ...(at !== undefined && { planned: at }),
      problems: planned?.problems ?? [],
      warnings: planned?.warnings ?? [],
      ...(blockedBy !== undefined && { blockedBy }),
      stale: this.#stale(stack),
      ...(planned?.official && { official: planned.official }),
      ...(against && { touched: against.touched(stack.id, movedReads) }),
      ...(planned?.page !== undefined && { page: planned.page }),
      ...(planned?.plan && { digest: this.digest(planned.plan) }),
      ...(this.#hashes.has(stack.id) && { synthesized: this.#hashes.get(stack.id)! }),
      files: set.seal(stack.id),
    };
  }

  /** What the set says of a stack that was not planned but reads what moves; else nothing. */
  readerEntry(stack: Stack): StackEntry | undefined {
    const stale = this.#stale(stack);
    if (stale.length === 0) return undefined;
    const nothing = { problems: [], warnings: [], files: {} };
    return { ...this.#common(stack), result: "unaffected", stale, ...nothing };
  }

  /** True for a stack that reads outputs which a plan in the set will move. */
  isStale(stack: Stack): boolean {
    return this.#stale(stack).length > 0;
  }

  /** What is taken down does not mind what its producers will say. */
  #stale(stack: Stack): StaleRead[] {
    const { mode, reads } = this.#options;
    return mode === "normal" ? staleReads(reads(stack), (id) => this.#plans.get(id)) : [];
  }

  #common(
    stack: Stack,
  ): Pick<StackEntry, "stack" | "environment" | "dependencies" | "providers" | "cost"> {
    const { against } = this.#options;
    const after = readCosts(join(stack.folder, "..", ".."))?.(stack.id);
    const before = against?.cost(stack.id);
    return {
      stack: stack.id,
      environment: stack.environment,
      dependencies: stack.dependencies,
      providers: against?.moves(stack) ?? [],
      ...(after !== undefined && { cost: { ...(before !== undefined && { before }), after } }),
    };
  }

  #block(stack: Stack, blockedBy: string): Outcome {
    this.#blocked.set(stack.id, blockedBy);
    this.#options.talk(`${stack.id}: blocked by ${blockedBy}, which is not applied yet`);
    return { stack, blockedBy };
  }

  /** Digest of what a plan would do. */
  digest(plan: PlanJson): string {
    const secrets = new Secrets();
    collectSecrets(plan, this.#schemaOf, secrets);
    return digestOf(plan, this.#schemaOf, secrets);
  }

  #inTurn<R>(work: () => Promise<R>): Promise<R> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}

const NO_PLAN: PlanJson = { format_version: "1.2" };

function closing({ result, official, problems }: Planned): string {
  if (result !== "planned")
    return problems.length > 1 ? `${result} (${problems.length} problems)` : result;
  if (!official) return "planned";
  const { add, change, remove } = official;
  return add + change + remove === 0
    ? "planned"
    : `${add} to add, ${change} to change, ${remove} to destroy`;
}
