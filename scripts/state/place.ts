import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Json, ownState, type StackTemplate } from "../stacks/template.ts";
import type { TerraformSetting } from "../terraform/run.ts";
import { TerraformFailed, terraformStep } from "../terraform/step.ts";
import { isEmpty, readSnapshot, type Snapshot } from "./snapshot.ts";

/** How long another run may hold the lock before we give up. */
const LOCK_TIMEOUT = "60s";

/** What backends say of a bucket that is not there (S3, Cloud Storage). */
const NO_BUCKET = /S3 bucket "[^"]*" does not exist|bucket doesn't exist|NoSuchBucket/;

/**
 * What Cloud Storage's backend says while another run begins a state there. It does so under a lock as
 * soon as it looks at a place that is empty, and waits for none, whatever `-lock-timeout` says.
 */
const BEING_BEGUN = /Error loading state: writing "[^"]*\.tflock" failed: .*Error 412/;

/** So often it is asked again, a minute in all. */
const TRIES = 60;
const BETWEEN_TRIES_MS = 1000;

/** The state is not ours to write: another history lies there. */
export class StateTaken extends Error {
  constructor(name: string, words: string) {
    super(`${name}: another state lies there already, and it stays: ${words}`);
    this.name = "StateTaken";
  }
}

/** The `terraform` block that says where a state lies, and nothing else. */
export interface BackendBlock {
  readonly backend?: Readonly<Record<string, Json>>;
  readonly cloud?: Json;
}

/**
 * Where one state lies. Terraform itself reads and writes it, in a folder that holds a backend and
 * nothing else: no provider is needed to move a state, and no registry.
 */
export class StatePlace {
  /** For people: `s3://bucket/key`. */
  readonly name: string;
  readonly #folder: string;
  readonly #block: BackendBlock;
  readonly #setting: TerraformSetting;
  #open = false;

  /** @param folder one of its own, made and removed here */
  constructor(folder: string, block: BackendBlock, setting: TerraformSetting) {
    this.#folder = folder;
    this.#block = block;
    this.#setting = setting;
    this.name = ownState({ terraform: block });
  }

  /**
   * Makes ready to read and write.
   *
   * @returns false when there is no bucket
   * @throws TerraformFailed for everything else that is in the way: no credentials, another account
   */
  async open(): Promise<boolean> {
    mkdirSync(this.#folder, { recursive: true });
    const file = join(this.#folder, "backend.tf.json");
    writeFileSync(file, JSON.stringify({ terraform: this.#block }));
    try {
      // A `cloud` block takes what it is told by itself, and refuses the option.
      const anew = this.#block.cloud ? [] : ["-reconfigure"];
      await this.#run(["init", "-json", "-input=false", ...anew]);
    } catch (error) {
      if (error instanceof TerraformFailed && NO_BUCKET.test(error.message)) return false;
      throw error;
    }
    this.#open = true;
    return true;
  }

  /** The state that lies there; nothing where none does, or one with nothing in it. */
  async pull(): Promise<Snapshot | undefined> {
    if (!this.#open && !(await this.open())) return undefined;
    const { stdout } = await this.#run(["state", "pull"]);
    if (stdout.trim() === "") return undefined;
    const snapshot = readSnapshot(stdout, this.name);
    return isEmpty(snapshot) ? undefined : snapshot;
  }

  /**
   * Writes a state, under the backend's lock. Only over nothing, or over an earlier time of the same
   * lineage: Terraform checks both, and is never told to force it.
   *
   * @throws StateTaken when something else lies there
   */
  async push(text: string): Promise<void> {
    const file = join(this.#folder, "pushed.json");
    writeFileSync(file, text, { mode: 0o600 });
    try {
      await this.#run([
        "state",
        "push",
        "-no-color",
        `-lock-timeout=${LOCK_TIMEOUT}`,
        "pushed.json",
      ]);
    } catch (error) {
      if (error instanceof TerraformFailed && /cannot import state with/.test(error.message)) {
        throw new StateTaken(this.name, error.message.replace(/^Failed to write state: /, ""));
      }
      throw error;
    } finally {
      rmSync(file, { force: true });
    }
  }

  /** Removes the folder. The state stays where it is. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
    this.#open = false;
  }

  async #run(args: readonly string[]) {
    for (let tries = 1; ; tries++) {
      try {
        return await terraformStep(this.#setting, this.#folder, args);
      } catch (error) {
        const begun = error instanceof TerraformFailed && BEING_BEGUN.test(error.message);
        if (!begun || tries === TRIES) throw error;
        await sleep(BETWEEN_TRIES_MS);
      }
    }
  }
}

/** Where a stack keeps its state, for a folder other than its own: paths become absolute. */
export function backendOf({ terraform }: StackTemplate, stackFolder: string): BackendBlock {
  if (terraform?.cloud) return { cloud: terraform.cloud };
  const [kind, config] = Object.entries(terraform?.backend ?? { local: {} })[0]!;
  if (kind !== "local") return { backend: { [kind]: config } };
  const path = String(config["path"] ?? "terraform.tfstate");
  return localBackend(isAbsolute(path) ? path : resolve(stackFolder, path));
}

/** A state in a file. */
export function localBackend(path: string): BackendBlock {
  return { backend: { local: { path } } };
}
