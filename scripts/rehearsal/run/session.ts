import { cpus } from "node:os";
import { partsOfId, type Stack } from "../../stacks/manifest.ts";
import type { Project } from "../../stacks/project.ts";
import type { StackTemplate } from "../../stacks/template.ts";
import type { Terraform } from "../../terraform/find.ts";
import { Interrupts } from "../../terraform/interrupts.ts";
import type { Fault } from "../provider/faults/fault.ts";
import { Faults } from "../provider/faults/faults.ts";
import { type ProviderOptions, startProvider, typesInUse } from "../provider/index.ts";
import { aimsOf } from "./aims.ts";
import { OpenClouds } from "./clouds.ts";
import { writeCliConfig } from "./copy.ts";
import { rehearsalEnvironment } from "./environment.ts";
import { type Copy, RehearsalFolder } from "./folder.ts";
import { takeAside, takeErrored } from "./keep-state.ts";
import { lockEnvironments } from "./lock.ts";
import type { Progress } from "./progress.ts";
import { Reconciliation } from "./reconciliation.ts";
import { checkSpace } from "./space.ts";
import { BrokenState, ERRORED_FILE, readState, stateProblem } from "./state.ts";
import { ApplyRecord } from "./states/recover.ts";
import { StateServer } from "./states/state-server.ts";
import type { Stage } from "./steps.ts";
import { checkTypes } from "./types.ts";

/** What every kind of rehearsal is given. */
export interface RehearsalOptions {
  readonly project: Project;
  readonly terraform: Terraform;
  /** Environments, stacks or globs. */
  readonly names: readonly string[];
  /** The environment of our own process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the user typed, for whoever finds the lock. */
  readonly command: string;
  /** Says something to the user. */
  readonly talk: (text: string) => void;
  /** True where lines may move. */
  readonly terminal: boolean;
  /** How many stacks at a time. Default: one for each processor, 2 to 4. */
  readonly parallel?: number;
  /** Whether the provider answers with every type that it knows. Slow. Default: false. */
  readonly allTypes?: boolean;
  /** What is to go wrong at apply. Default: nothing. */
  readonly faults?: readonly Fault[];
  /** First of the three ports of the provider. Default: any that are free. */
  readonly port?: number;
}

/** Where the provider finds what stands. */
type ProviderWorld = Required<Pick<ProviderOptions, "clouds" | "leftovers">>;

/** The user stopped it before anything was changed. */
export class Stopped extends Error {
  constructor() {
    super("stopped on request; nothing was changed");
    this.name = "Stopped";
  }
}

/** A copy with what synth said of it. */
export interface Prepared {
  readonly copy: Copy;
  readonly template: StackTemplate;
}

/** A rehearsal under way: locks held, provider running, signals heard. Closed in any case. */
export class Session {
  readonly rehearsal: RehearsalFolder;
  readonly interrupts: Interrupts;
  readonly parallel: number;
  /** Where what is said goes while stacks move on the screen. */
  progress: Progress | undefined;
  /** Keeps states and clouds together; there once the provider has been started. */
  reconciliation: Reconciliation | undefined;
  readonly #options: RehearsalOptions;
  readonly #endings: (() => void | Promise<void>)[] = [];
  readonly #faults: Faults;
  readonly #states = new StateServer();
  #clouds: OpenClouds | undefined;
  #reattach = "";

  constructor(options: RehearsalOptions) {
    this.#options = options;
    this.#faults = new Faults(options.faults);
    this.rehearsal = new RehearsalFolder(options.project.rehearsal);
    this.interrupts = new Interrupts((text) => this.talk(text));
    this.parallel = options.parallel ?? Math.min(4, Math.max(2, cpus().length));
    this.#endings.push(this.interrupts.listen());
  }

  talk(text: string): void {
    if (this.progress) this.progress.note(text);
    else this.#options.talk(text);
  }

  /** Something to undo when the session closes; the last first. */
  atEnd(undo: () => void | Promise<void>): void {
    this.#endings.push(undo);
  }

  /** Takes the locks of all environments that these stacks are of. */
  lock(stacks: readonly string[]): void {
    const environments = [...new Set(stacks.map((id) => partsOfId(id).environment))];
    const { command } = this.#options;
    const talk = (text: string) => this.talk(text);
    this.atEnd(lockEnvironments({ folder: this.rehearsal.locks, environments, command, talk }));
  }

  /** Throws, with all problems at once, unless states can be read and there is room to go on. */
  checkStates(stacks: readonly string[], bytes: number): void {
    const folders = stacks.map((id) => this.rehearsal.stack(id));
    for (const folder of folders) {
      takeAside(folder);
      if (takeErrored(folder))
        this.talk(
          `${folder}: the run before could not write its state; it is taken from ${ERRORED_FILE}`,
        );
    }
    const problems = folders.map(stateProblem).filter((problem) => problem !== undefined);
    if (problems.length > 0) throw new BrokenState(problems);
    checkSpace(this.rehearsal.root, bytes);
  }

  /** Starts the provider for these copies. */
  async startProvider(prepared: readonly Prepared[]): Promise<void> {
    checkTypes(
      prepared.map(({ copy, template }) => ({
        stack: copy.id,
        template,
        state: readState(copy.folder).whole,
      })),
    );
    writeCliConfig(this.rehearsal);
    const copies = prepared.map(({ copy }) => copy);
    const world = this.#openClouds(copies);
    const sources = prepared.map(({ copy, template }) => ({
      config: template,
      state: readState(copy.folder).whole,
    }));
    const types = this.#options.allTypes ? "all" : typesInUse(sources);
    const { port } = this.#options;
    const provider = await startProvider({
      types,
      ...world,
      faults: this.#faults,
      ...(port !== undefined && { port }),
    });
    this.#reattach = provider.reattach;
    this.atEnd(() => provider.close());
    await this.#states.open();
    this.atEnd(() => this.#states.close());
  }

  /** Opens the clouds that these copies are deployed to, and looks for what their states lack. */
  #openClouds(copies: readonly Copy[]): ProviderWorld {
    const clouds = new OpenClouds(
      this.rehearsal,
      copies.map(({ environment }) => environment),
    );
    this.atEnd(() => clouds.close());
    this.#clouds = clouds;
    for (const copy of copies) this.#recover(copy);
    this.reconciliation = new Reconciliation(clouds, (text) => this.talk(text));
    this.reconciliation.begin(copies);
    return { clouds, leftovers: this.reconciliation.leftovers };
  }

  #recordOf({ id, folder }: Copy): ApplyRecord {
    return new ApplyRecord({ folder, stack: id, store: this.#clouds!.of(id) });
  }

  /** Brings a state up to what an apply had done when it was killed, and says so. */
  #recover(copy: Copy): void {
    const recovered = this.#recordOf(copy).recover();
    if (recovered) this.talk(`${copy.id}: ${recovered}`);
  }

  /** Where the provider listens, as Terraform wants to be told. */
  get reattach(): string {
    return this.#reattach;
  }

  /** A stack, ready to be worked on. */
  stage({ copy, template }: Prepared): Stage {
    const { terraform, env } = this.#options;
    const { cliConfig } = this.rehearsal;
    const kept = this.#states.keep(copy.id, copy.folder);
    return {
      copy,
      template,
      setting: {
        terraform,
        interrupts: this.interrupts,
        env: {
          ...rehearsalEnvironment({ env, cliConfig, reattach: this.#reattach }),
          ...kept.variables,
        },
        started: kept.started,
      },
      say: (text) => this.progress?.step(copy.id, text),
      planned: (plan) => this.#faults.aim(aimsOf(plan)),
      record: this.#recordOf(copy),
      note: (text) => this.talk(`${copy.id}: ${text}`),
    };
  }

  /** Says which faults struck nothing: a name may be misspelled, or nothing of it was to be done. */
  tellIdleFaults(): void {
    for (const { kind, target } of this.#faults.idle) {
      this.talk(`--fault ${kind}=${target} struck nothing: no such change of ${target} was made`);
    }
  }

  /** Gives everything back, the last first, whatever fails on the way. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (const undo of this.#endings.splice(0).reverse()) {
      await Promise.resolve()
        .then(undo)
        .catch((error: unknown) => failures.push(error));
    }
    this.rehearsal.tidy();
    if (failures.length > 0) throw failures[0];
  }
}

/** How large the stacks are, in bytes of JSON. */
export function sizeOf(stacks: readonly Stack[]): number {
  return stacks.reduce((sum, { template }) => sum + JSON.stringify(template).length, 0);
}
