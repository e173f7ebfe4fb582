import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OLDER_VERSION, type StackJson } from "./older-provider.ts";

/** One thing that the provider finds wrong. */
export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  readonly range?: { readonly filename: string };
  readonly snippet?: { readonly context: string | null };
}

/**
 * Lets a real AWS provider validate stacks, all of them in one run: each is a module of one
 * configuration, because starting the provider takes longer than the validation.
 *
 * @param mirror folder with the provider
 * @returns what is wrong, as `<stack>: <address>: <summary>`
 */
export function validateWithProvider(
  stacks: ReadonlyMap<string, StackJson>,
  terraform: string,
  mirror: string,
): string[] {
  const folder = mkdtempSync(join(tmpdir(), "groundplan-validate-"));
  try {
    writeStacks(folder, stacks);
    run(terraform, ["init", "-input=false", "-no-color", `-plugin-dir=${mirror}`], folder);
    const { diagnostics }: { diagnostics: Diagnostic[] } = JSON.parse(
      run(terraform, ["validate", "-json"], folder, [0, 1]),
    );
    return diagnostics.map(describe);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeStacks(folder: string, stacks: ReadonlyMap<string, StackJson>): void {
  for (const [name, stack] of stacks) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, "cdk.tf.json"), JSON.stringify(stack, null, 2));
  }
  const aws = { source: "hashicorp/aws", version: OLDER_VERSION };
  const module = Object.fromEntries(
    [...stacks.keys()].map((name) => [name, [{ source: `./${name}` }]]),
  );
  const main = { terraform: { required_providers: { aws } }, module };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(main, null, 2));
}

function run(terraform: string, args: string[], cwd: string, accepted = [0]): string {
  const env = {
    PATH: process.env["PATH"],
    HOME: cwd,
    TF_CLI_CONFIG_FILE: "/dev/null",
    CHECKPOINT_DISABLE: "1",
  };
  const { status, stdout, stderr } = spawnSync(terraform, args, { cwd, env, encoding: "utf8" });
  if (!accepted.includes(status ?? -1)) {
    throw new Error(`terraform ${args[0]} ended with ${status}\n${stdout}\n${stderr}`);
  }
  return stdout;
}

function describe({ summary, detail, range, snippet }: Diagnostic): string {
  const stack = range?.filename.split("/")[0] ?? "all stacks";
  return `${stack}: ${snippet?.context ?? "?"}: ${summary}. ${detail}`;
}
