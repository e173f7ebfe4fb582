import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PhaseRecord, RunRecord, StateRecord, Store } from "./store.ts";

/** What a machine that executes runs is told. */
export interface ExecutorOptions {
  readonly store: Store;
  readonly root: string;
  readonly terraform: string;
  /** The whole environment of its Terraform. */
  readonly env: Readonly<Record<string, string>>;
}

/** A machine that executes runs: it unpacks what was uploaded and runs the real Terraform on it. */
export class Executor {
  readonly #options: ExecutorOptions;

  constructor(options: ExecutorOptions) {
    this.#options = options;
  }

  /** Plans. True when it went well. */
  async plan(run: RunRecord): Promise<boolean> {
    const folder = join(this.#options.root, run.id);
    run.folder = folder;
    mkdirSync(folder, { recursive: true });
    execFileSync("tar", ["-xzf", "-"], { cwd: folder, input: run.files });
    const state = run.workspace.states.at(-1);
    if (state) writeFileSync(join(folder, "terraform.tfstate"), state.bytes);
    const backend = { terraform: { backend: { local: { path: "terraform.tfstate" } } } };
    writeFileSync(join(folder, "machine_override.tf.json"), JSON.stringify(backend));
    run.plan.status = "running";
    const structured = run.workspace.attributes["structured-run-output-enabled"] ? ["-json"] : [];
    const init = await this.#terraform(run, ["init", "-input=false", "-no-color"]);
    if (init.code !== 0) return this.#end(run.plan, init.text, false);
    const mode = [
      ...(run.attributes["is-destroy"] ? ["-destroy"] : []),
      ...(run.attributes["refresh-only"] ? ["-refresh-only"] : []),
    ];
    const args = ["plan", ...structured, ...mode, "-input=false", "-out=run.tfplan"];
    const { code } = await this.#terraform(run, args, run.plan);
    if (code !== 0) return this.#end(run.plan, "", false);
    const show = await this.#terraform(run, ["show", "-json", "run.tfplan"]);
    if (show.code !== 0) return this.#end(run.plan, "", false);
    run.planJson = show.text;
    const { applyable }: { applyable: boolean } = JSON.parse(show.text);
    run.hasChanges = applyable;
    return this.#end(run.plan, "", true);
  }

  /** Applies what was planned, and keeps the state that came of it. */
  async apply(run: RunRecord): Promise<boolean> {
    run.apply.status = "running";
    const structured = run.workspace.attributes["structured-run-output-enabled"] ? ["-json"] : [];
    const args = ["apply", ...structured, "-input=false", "run.tfplan"];
    const { code } = await this.#terraform(run, args, run.apply);
    const file = join(run.folder!, "terraform.tfstate");
    if (existsSync(file)) keepState(this.#options.store, run, readFileSync(file));
    return this.#end(run.apply, "", code === 0);
  }

  #end(phase: PhaseRecord, text: string, well: boolean): boolean {
    phase.log += text;
    phase.status = well ? "finished" : "errored";
    phase.ended = true;
    return well;
  }

  #terraform(
    run: RunRecord,
    args: readonly string[],
    phase?: PhaseRecord,
  ): Promise<{ code: number; text: string }> {
    const { terraform, env } = this.#options;
    const child = spawn(terraform, [...args], {
      cwd: run.folder!,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    run.child = child;
    let text = "";
    const hear = (chunk: Buffer) => {
      text += chunk;
      if (phase) phase.log += chunk;
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => {
        delete run.child;
        resolve({ code: code ?? 1, text });
      });
    });
  }
}

/** Keeps a state as the newest one of a run's workspace. */
function keepState(store: Store, { workspace }: RunRecord, bytes: Buffer): void {
  const { serial, lineage }: { serial: number; lineage: string } = JSON.parse(bytes.toString());
  const made: StateRecord = {
    id: store.id("sv"),
    attributes: { serial, lineage },
    bytes,
    json: Buffer.alloc(0),
  };
  workspace.states.push(made);
}
