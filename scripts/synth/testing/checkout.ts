import { spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const SCRIPTS = fileURLToPath(new URL("../..", import.meta.url));
const MAIN = fileURLToPath(new URL("../main.sh", import.meta.url));

/** This very Node comes first. */
const PATH = `${dirname(process.execPath)}:${process.env["PATH"]}`;

/** An app of one stack, a module and a provider of its own, small enough to read here. */
const FILES = {
  "cdktf.json": JSON.stringify({ context: {} }),
  "apps/main.ts": [
    'import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";',
    'import { Box } from "../modules/box.ts";',
    "",
    "const app: App = new App();",
    'const stack = new TerraformStack(app, "dev-app");',
    'new LocalBackend(stack, { path: "state" });',
    'const box = new Box(stack, "box", { label: "first" });',
    'new TerraformOutput(stack, "out", { value: box.id });',
    "app.synth();",
  ].join("\n"),
  "modules/box.ts": [
    'import { Construct } from "constructs";',
    'import { Thing } from "@cdktf/provider-tiny/lib/thing/index.js";',
    "",
    "export class Box extends Construct {",
    "  readonly id: string;",
    "  constructor(scope: Construct, id: string, props: { label: string }) {",
    "    super(scope, id);",
    '    this.id = new Thing(this, "Default", props).fqn;',
    "  }",
    "}",
  ].join("\n"),
  "node_modules/@cdktf/provider-tiny/package.json": JSON.stringify({
    name: "@cdktf/provider-tiny",
  }),
  "node_modules/@cdktf/provider-tiny/lib/thing/index.js": [
    'const { TerraformResource } = require("cdktf");',
    "exports.Thing = class Thing extends TerraformResource {",
    "  constructor(scope, id, config) {",
    '    super(scope, id, { ...config, terraformResourceType: "tiny_thing" });',
    "    this.label = config.label;",
    "  }",
    '  synthesizeAttributes() { return { label: this.label, by: "tiny 1" }; }',
    "};",
  ].join("\n"),
};

/** Told of all that a synth has said so far, with a way to send it a signal. */
export type Hear = (said: string, kill: (signal: NodeJS.Signals) => void) => void;

/** How a synth ended. */
export interface Synthesized {
  readonly code: number;
  readonly stderr: string;
  /** Text of every file that was written, by its path in the output folder. */
  readonly files: Readonly<Record<string, string>>;
}

/** A repository of its own in a temporary folder, with the installed cdktf. */
export class Checkout {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "groundplan-checkout-")));

  constructor() {
    for (const [path, text] of Object.entries(FILES)) this.write(path, text);
    for (const name of ["cdktf", "constructs"]) {
      const installed = realpathSync(join(SCRIPTS, "node_modules", name));
      symlinkSync(installed, join(this.root, "node_modules", name));
    }
  }

  write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  /** Replaces a text in a file, which must be there. */
  edit(path: string, from: string, to: string): void {
    const text = this.read(path);
    if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
    this.write(path, text.replaceAll(from, to));
  }

  /** Synthesizes `apps/main.ts` into an empty folder, as `scripts/synth/main.sh` does. */
  async synth(env: NodeJS.ProcessEnv = {}, hear?: Hear): Promise<Synthesized> {
    return synthOf(join(this.root, "apps/main.ts"), env, this.root, hear);
  }

  /** What is kept between synths. */
  cached(): string[] {
    return readdirSync(join(this.root, ".cache/synth")).sort();
  }

  remove(path: string): void {
    rmSync(join(this.root, path), { recursive: true });
  }

  /** Puts a link to another place of the checkout where a file or folder is. */
  link(path: string, target: string): void {
    this.remove(path);
    symlinkSync(join(this.root, target), join(this.root, path));
  }

  /** Removes the whole checkout. */
  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Synthesizes an app into an empty folder. */
export async function synthOf(
  entry: string,
  env: NodeJS.ProcessEnv = {},
  cwd = dirname(entry),
  hear?: Hear,
): Promise<Synthesized> {
  const output = mkdtempSync(join(tmpdir(), "groundplan-output-"));
  try {
    const { code, stderr } = await run([MAIN, entry], cwd, { CDKTF_OUTDIR: output, ...env }, hear);
    return { code, stderr, files: filesIn(output) };
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

/** The text of every file below a folder, by its path in it. */
export function filesIn(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
  return Object.fromEntries(
    files.map((file) => [file, readFileSync(join(folder, file), "latin1")]),
  );
}

function run(args: string[], cwd: string, env: NodeJS.ProcessEnv, hear?: Hear) {
  return new Promise<{ code: number; stderr: string }>((settle, fail) => {
    const child = spawn("sh", args, {
      cwd,
      env: { ...process.env, PATH, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
      hear?.(stderr, (signal) => child.kill(signal));
    });
    child.on("error", fail);
    child.on("close", (code) => settle({ code: code ?? -1, stderr }));
  });
}
