import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { passingFolder } from "../plan/passing.ts";
import { lockEnvironments } from "../rehearsal/run/lock.ts";
import { checkSpace } from "../rehearsal/run/space.ts";
import { readStacks, type Stack } from "../stacks/manifest.ts";
import type { Project } from "../stacks/project.ts";
import { synthesize } from "../stacks/synthesize.ts";
import type { Terraform } from "../terraform/find.ts";
import { Interrupts } from "../terraform/interrupts.ts";
import { realEnvironment } from "../terraform/real-environment.ts";
import type { TerraformSetting } from "../terraform/run.ts";

/** What a tool that works with real states is given. */
export interface SessionOptions {
  readonly project: Project;
  readonly terraform: Terraform;
  /** The environment of our own process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the user typed, for whoever finds the lock. */
  readonly command: string;
  readonly talk: (text: string) => void;
}

/** Work on real states under way: signals heard, locks held. Closed in any case. */
export class Session {
  readonly root: string;
  readonly talk: (text: string) => void;
  readonly setting: TerraformSetting;
  readonly #options: SessionOptions;
  readonly #endings: (() => void)[] = [];

  /** @param root folder of everything that this tool makes: `.bootstrap` */
  constructor(root: string, options: SessionOptions) {
    this.root = root;
    this.#options = options;
    this.talk = options.talk;
    const interrupts = new Interrupts(options.talk);
    this.#endings.push(interrupts.listen());
    this.setting = {
      terraform: options.terraform,
      interrupts,
      env: realEnvironment(options.env),
    };
  }

  /** Synthesizes every stack into a folder that goes when the session closes. */
  async synthesize(): Promise<Stack[]> {
    mkdirSync(this.root, { recursive: true });
    const output = mkdtempSync(join(this.root, ".synth-"));
    this.#endings.push(() => rmSync(output, { recursive: true, force: true }));
    const { project, env, talk } = this.#options;
    await synthesize({
      project,
      output,
      env,
      talk,
      watch: (child) => this.setting.interrupts.watch(child),
    });
    return readStacks(output);
  }

  /**
   * Takes the lock of an environment on this machine, and makes sure that there is room to work.
   *
   * @param what is done, in a word for messages: `bootstrap`
   */
  lock(environment: string, what: string, stacks: readonly Stack[]): void {
    const { command, talk } = this.#options;
    const folder = join(this.root, ".locks");
    this.#endings.push(
      lockEnvironments({ folder, environments: [environment], what, command, talk }),
    );
    checkSpace(this.root, JSON.stringify(stacks.map(({ template }) => template)).length, what);
  }

  /** Gives everything back, and removes what is empty. */
  close(): void {
    for (const undo of this.#endings.reverse()) undo();
    this.#endings.length = 0;
    removeEmpty(join(this.root, ".locks"));
    removeEmpty(this.root);
  }
}

/** Works in a folder that goes with the session. */
export async function inPassing<R>(
  options: SessionOptions,
  work: (session: Session) => Promise<R>,
): Promise<R> {
  const root = passingFolder("groundplan-state-");
  const session = new Session(root, options);
  try {
    return await work(session);
  } finally {
    session.close();
    rmSync(root, { recursive: true, force: true });
  }
}

/** Removes a folder that nothing is in. */
export function removeEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}
