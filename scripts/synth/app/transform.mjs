import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runEsbuild } from "../esbuild.mjs";

/**
 * Turns TypeScript files into CommonJS scripts, each by itself.
 *
 * @param {readonly string[]} paths paths in the repository
 * @param {string} root absolute path of the repository
 * @param {readonly string[]} [esbuild] what `esbuildProgram` found
 * @returns {Record<string, Script>}
 * @throws {import("../failure.mjs").SynthFailure} with the place of each mistake in a file
 */
export function transformFiles(paths, root, esbuild) {
  if (paths.length === 0) return {};
  const folder = mkdtempSync(join(tmpdir(), "groundplan-transform-"));
  try {
    const entries = paths.map((path, index) => `${index}=${path}`);
    const options = [
      "--platform=node",
      "--target=node20",
      "--format=cjs",
      "--supported:dynamic-import=false",
      // Less to keep; names and lines are found all the same.
      "--minify-whitespace",
      "--sourcemap=external",
      "--sources-content=false",
      `--outdir=${folder}`,
    ];
    runEsbuild([...entries, ...options], root, { esbuild });
    const scripts = paths.map((path, index) => [path, readScript(join(folder, `${index}.js`))]);
    return Object.fromEntries(scripts);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} file
 * @returns {Script}
 */
function readScript(file) {
  const { mappings } = JSON.parse(readFileSync(`${file}.map`, "utf8"));
  return { code: readFileSync(file, "utf8"), mappings };
}

/** @typedef {{ code: string, mappings: string }} Script */
