import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runInfra } from "../../../infra/run.ts";
import { findProject } from "../../../stacks/project.ts";
import { findTerraform } from "../../../terraform/find.ts";
import type { RehearsalOptions } from "../session.ts";

/** One stack of a made-up estate; only what matters for the test. */
export interface StackSpec {
  readonly dependencies?: readonly string[];
  readonly resource?: object;
  readonly data?: object;
  readonly output?: object;
  readonly terraform?: object;
}

const BIN = fileURLToPath(new URL("../../../infra/bin.mjs", import.meta.url));

/** An app like `cdktf`'s: writes what `stacks.json` holds. */
const APP = `
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
const out = process.env.CDKTF_OUTDIR;
const stacks = {};
for (const [id, { dependencies = [], ...template }] of Object.entries(JSON.parse(readFileSync("stacks.json")))) {
  const folder = "stacks/" + id;
  mkdirSync(out + "/" + folder, { recursive: true });
  const note = { metadata: { backend: "local", stackName: id, version: "0.21.0" }, outputs: {} };
  writeFileSync(out + "/" + folder + "/cdk.tf.json", JSON.stringify({ "//": note, ...template }));
  stacks[id] = { name: id, constructPath: id, workingDirectory: folder, synthesizedStackPath: folder + "/cdk.tf.json", annotations: [], dependencies };
}
writeFileSync(out + "/manifest.json", JSON.stringify({ version: "0.21.0", stacks }));
`;

/** What a command of `infra` printed, and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A checkout of its own with made-up stacks of `terraform_data`, which need no provider. */
export class TestProject {
  readonly root: string;

  /**
   * @param root a folder for it. Default: a temporary one
   * @param app the command that synthesizes. Default: one that writes `stacks`
   */
  constructor(
    stacks: Readonly<Record<string, StackSpec>>,
    root?: string,
    app = `${process.execPath} app.mjs`,
  ) {
    this.root = root ?? mkdtempSync(join(tmpdir(), "groundplan-rehearsal-"));
    mkdirSync(this.root, { recursive: true });
    writeFileSync(join(this.root, "app.mjs"), APP);
    writeFileSync(join(this.root, "cdktf.json"), JSON.stringify({ language: "typescript", app }));
    this.setStacks(stacks);
  }

  /** Edits the estate. */
  setStacks(stacks: Readonly<Record<string, StackSpec>>): void {
    writeFileSync(join(this.root, "stacks.json"), JSON.stringify(stacks));
  }

  /** Path of something that is rehearsed: `dev/dev-app-network/terraform.tfstate`. */
  rehearsed(path: string): string {
    return join(this.root, ".rehearsal", path);
  }

  /** True when it is there. */
  has(path: string): boolean {
    return existsSync(this.rehearsed(path));
  }

  /** Text of a file that is rehearsed. */
  read(path: string): string {
    return readFileSync(this.rehearsed(path), "utf8");
  }

  /** Overwrites a file of the rehearsal. */
  write(path: string, text: string): void {
    mkdirSync(dirname(this.rehearsed(path)), { recursive: true });
    writeFileSync(this.rehearsed(path), text);
  }

  /** Starts `infra` in the project, as a process of its own. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn(process.execPath, [BIN, ...args], {
      cwd: this.root,
      env: { ...process.env, CI: "true", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  /** Runs `infra` in the project to its end, as a process of its own. */
  spawned(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return ended(this.start(args, env));
  }

  /**
   * Runs `infra` in the project to its end in this very process: the same command in a world of the
   * same kind, without the half second that a process of its own takes to come up.
   */
  async infra(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const text = { stdout: "", stderr: "" };
    const code = await runInfra(args, {
      env: { ...process.env, CI: "true", ...env },
      folder: this.root,
      terminal: false,
      print: (line) => {
        text.stdout += `${line}\n`;
      },
      talk: (line) => {
        text.stderr += `${line}\n`;
      },
    });
    return { code, ...text };
  }

  /** What a rehearsal in this very process is given: quicker than a command of its own. */
  async options(
    names: readonly string[],
    talk: (text: string) => void,
    env: NodeJS.ProcessEnv = process.env,
  ): Promise<RehearsalOptions> {
    const found = await findTerraform({ env: process.env, tools: "" });
    if (!("terraform" in found)) throw new Error(found.problem);
    const command = ["infra rehearse", ...names].join(" ");
    const { terraform } = found;
    const project = findProject(this.root);
    return { project, terraform, names, env, command, talk, terminal: false };
  }

  /** Removes everything. */
  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Waits for the end of a process and collects what it prints. */
export function ended(child: ChildProcess): Promise<Ended> {
  const text = { stdout: "", stderr: "" };
  child.stdout?.on("data", (chunk) => {
    text.stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    text.stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...text }));
  });
}

/** Resolves when `condition` holds; fails after two minutes, which only a hung program takes. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const end = performance.now() + 120_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
