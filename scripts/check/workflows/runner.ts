import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { ROOT, type Step } from "./read.ts";

/** What stands for the expressions of a workflow: `github.sha`, `inputs.environment`. */
export type Values = Readonly<Record<string, string>>;

/** How a step ended. */
export interface StepEnded {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What it gave to later steps. */
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Runs steps as a runner of GitHub does: the script as it is written, in bash, in the checkout, with
 * the step's own variables and nothing else that is secret. `npx infra` is this repository's.
 */
export class StepRunner {
  readonly #folder: string;
  readonly #common: Readonly<Record<string, string>>;
  /** Every script that was run, as it is written. */
  readonly ran = new Set<string>();

  /**
   * @param folder the checkout that the steps run in
   * @param common what GitHub gives to every step
   */
  constructor(folder: string, common: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.#common = common;
    const program = `exec ${process.execPath} ${ROOT}scripts/infra/bin.mjs "$@"`;
    this.#writeProgram(".bin/npx", `[[ $1 == infra ]] || exit 99\nshift\n${program}`);
    this.#writeProgram("node_modules/.bin/infra", program);
  }

  #writeProgram(path: string, script: string): void {
    const file = join(this.#folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/usr/bin/env bash\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /**
   * Runs a step; fails when one of its expressions has no value.
   *
   * @param started is given the process that the step begins with
   */
  async run(
    step: Step,
    values: Values,
    started: (child: ChildProcess) => void = () => {},
  ): Promise<StepEnded> {
    const { run = "", env = {} } = step;
    this.ran.add(run);
    const outputs = join(this.#folder, ".outputs");
    writeFileSync(outputs, "");
    const own = Object.entries(env).map(([name, text]) => [name, filledIn(String(text), values)]);
    const all = {
      ...this.#common,
      ...Object.fromEntries(own),
      PATH: [join(this.#folder, ".bin"), process.env["PATH"]].join(delimiter),
      HOME: this.#folder,
      TF_CLI_CONFIG_FILE: "/dev/null",
      GITHUB_OUTPUT: outputs,
    };
    const args = ["--noprofile", "--norc", "-eo", "pipefail", "-c", run];
    const child = spawn("bash", args, { cwd: this.#folder, env: all });
    started(child);
    const texts = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk) => {
      texts.stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      texts.stderr += chunk;
    });
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    const given = readFileSync(outputs, "utf8").split("\n").filter(Boolean);
    const pairs = given.map((line) => [
      line.slice(0, line.indexOf("=")),
      line.slice(line.indexOf("=") + 1),
    ]);
    return { code, ...texts, outputs: Object.fromEntries(pairs) };
  }
}

/** A text with the values of its expressions. */
export function filledIn(text: string, values: Values): string {
  return text.replaceAll(/\$\{\{\s*(.+?)\s*\}\}/g, (_, expression: string) => {
    const value = values[expression];
    if (value === undefined) throw new Error(`nothing stands for ${expression}`);
    return value;
  });
}
