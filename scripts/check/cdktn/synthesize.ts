import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const SWAP = fileURLToPath(new URL("./swap.cjs", import.meta.url));

/** What one core made of the estate. */
export interface Synthesized {
  /** Every file that it wrote, by its path, in the form in which cores are compared. */
  readonly files: ReadonlyMap<string, string>;
  /** The copies of a core that were loaded: folders of packages. */
  readonly cores: readonly string[];
}

/**
 * Synthesizes the estate with a core, as TypeScript runs without anything of ours that makes it
 * faster.
 *
 * @param core package that stands for cdktf: `cdktf` itself, or `cdktn`
 */
export async function synthesizeWith(core: string): Promise<Synthesized> {
  const output = mkdtempSync(join(tmpdir(), `groundplan-${core}-`));
  const coresFile = join(output, "..", `${output.split("/").at(-1)}.cores.json`);
  try {
    const { context } = JSON.parse(readFileSync(join(ROOT, "cdktf.json"), "utf8"));
    await run(["--require", SWAP, "--import", "tsx", join(ROOT, "environments/main.ts")], {
      ...process.env,
      CDKTF_CORE: core,
      CDKTF_CORES_FILE: coresFile,
      CDKTF_OUTDIR: output,
      CDKTF_CONTEXT_JSON: JSON.stringify(context),
    });
    const files = readdirSync(output, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".json"))
      .map((path) => [path, comparable(readFileSync(join(output, path), "utf8"))] as const);
    return {
      files: new Map(files.sort()),
      cores: JSON.parse(readFileSync(coresFile, "utf8")),
    };
  } finally {
    rmSync(output, { recursive: true, force: true });
    rmSync(coresFile, { force: true });
  }
}

/**
 * JSON without the version of the core that wrote it, and without its taste in white space. The order
 * of keys stays: it is part of what a core decides.
 */
export function comparable(text: string): string {
  const json = JSON.parse(text);
  // In the manifest, and in a stack's own note.
  if ("stacks" in json) delete json.version;
  delete json["//"]?.metadata?.version;
  return JSON.stringify(json, null, 1);
}

function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env });
    const said: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(Buffer.concat(said).toString("utf8"))),
    );
  });
}
