import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "../stacks/manifest.ts";
import { type Change, changesOf } from "../terraform/changes.ts";
import type { TerraformEvent } from "../terraform/events.ts";
import type { TerraformSetting } from "../terraform/run.ts";
import { terraformStep } from "../terraform/step.ts";
import { StateLeftOver } from "./errors.ts";

/** The state of a stack that has no bucket yet. */
export const LOCAL_STATE = "terraform.tfstate";

/** Terraform's own way out when it cannot write the state. */
const ERRORED = "errored.tfstate";

/** Puts the state into a file, whatever the stack says. */
const LOCAL_OVERRIDE = "local_state_override.tf.json";

/** A plan that was shown; removed when it is done with. */
const PLAN_FILE = "bootstrap.tfplan";

/** Traces of a run in the synthesized folder: never copied. */
const NOT_COPIED = /^(\.terraform$|terraform\.tfstate|.*\.tfplan$)/;

/** One stack in a folder of its own, worked on with the real providers. */
export class Workplace {
  readonly stack: Stack;
  readonly folder: string;
  readonly #setting: TerraformSetting;
  readonly #talk: (text: string) => void;

  constructor(
    stack: Stack,
    folder: string,
    setting: TerraformSetting,
    talk: (text: string) => void,
  ) {
    this.stack = stack;
    this.folder = folder;
    this.#setting = setting;
    this.#talk = talk;
  }

  /** Path of the local state, whether it is there or not. */
  get localState(): string {
    return join(this.folder, LOCAL_STATE);
  }

  /**
   * Copies the stack and prepares it.
   *
   * @param state where the state lies: in a file of this folder, or where the stack says
   * @throws StateLeftOver when an earlier run could not write its state
   */
  async prepare(state: "local" | "remote"): Promise<void> {
    this.checkLeftOver();
    mkdirSync(this.folder, { recursive: true });
    for (const name of readdirSync(this.stack.folder).filter((each) => !NOT_COPIED.test(each))) {
      rmSync(join(this.folder, name), { recursive: true, force: true });
      cpSync(join(this.stack.folder, name), join(this.folder, name), { recursive: true });
    }
    const override = join(this.folder, LOCAL_OVERRIDE);
    rmSync(override, { force: true });
    if (state === "local") {
      const terraform = { backend: { local: { path: LOCAL_STATE } } };
      writeFileSync(override, `${JSON.stringify({ terraform }, null, 2)}\n`);
    }
    this.#talk(`${this.stack.id}: init`);
    const locked = existsSync(join(this.stack.folder, ".terraform.lock.hcl"));
    const readonly = locked ? ["-lockfile=readonly"] : [];
    if (
      !locked &&
      Object.keys(this.stack.template.terraform?.required_providers ?? {}).length > 0
    ) {
      this.#talk(
        `${this.stack.id}: no provider lock: versions are exact, packages are not checked; infra lock makes one`,
      );
    }
    await this.#run(["init", "-json", "-input=false", "-reconfigure", ...readonly]);
  }

  /** Plans, keeps the plan, and gives what it would change. */
  async plan(): Promise<Change[]> {
    this.#talk(`${this.stack.id}: plan`);
    const planned: { address: string; action: string }[] = [];
    const args = ["plan", "-json", "-input=false", "-lock-timeout=60s", `-out=${PLAN_FILE}`];
    await this.#run(args, ({ type, change }) => {
      if (type !== "planned_change" || change?.action === "read") return;
      planned.push({ address: change?.resource?.addr ?? "", action: change?.action ?? "" });
    });
    // What is new needs no details, and to ask for them starts every provider once more.
    if (planned.every(({ action }) => action === "create")) return planned.map(creationOf);
    const { stdout } = await this.#run(["show", "-json", PLAN_FILE]);
    return changesOf(JSON.parse(stdout));
  }

  /** Applies the plan that was kept: what was shown, nothing else. */
  async apply(total: number): Promise<void> {
    let done = 0;
    this.#talk(`${this.stack.id}: apply of ${total}`);
    const count = (event: TerraformEvent) => {
      if (event.type !== "apply_complete" || event.hook?.action === "read") return;
      done = Math.min(done + 1, total);
      this.#talk(`${this.stack.id}: ${done} of ${total}`);
    };
    await this.#run(["apply", "-json", "-input=false", "-lock-timeout=60s", PLAN_FILE], count);
  }

  /**
   * Takes a thing that stands into the state.
   *
   * @returns false when there is no such thing
   */
  async import(address: string, id: string): Promise<boolean> {
    const args = ["import", "-input=false", "-no-color", address, id];
    try {
      await this.#run(args);
      this.#talk(`${this.stack.id}: found ${address} (${id})`);
      return true;
    } catch (error) {
      if (/non-existent remote object|not found|NotFound/.test((error as Error).message)) {
        return false;
      }
      throw error;
    }
  }

  /** Removes plans, which hold every value in clear. */
  forgetPlan(): void {
    rmSync(join(this.folder, PLAN_FILE), { force: true });
  }

  /** Removes the folder; one with a state that could be written nowhere stays. */
  clear(): void {
    if (existsSync(join(this.folder, ERRORED))) return;
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Throws when an earlier run has left a state behind that lies nowhere else. */
  checkLeftOver(): void {
    const errored = join(this.folder, ERRORED);
    if (existsSync(errored)) throw new StateLeftOver(errored, this.folder);
  }

  #run(args: readonly string[], onEvent?: (event: TerraformEvent) => void) {
    return terraformStep(this.#setting, this.folder, args, [0], onEvent);
  }
}

function creationOf({ address }: { readonly address: string }): Change {
  return { address, action: "create", attributes: [], forcedBy: [] };
}
