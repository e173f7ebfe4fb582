import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runEsbuild } from "../esbuild.mjs";
import { isOutside, OUTSIDE } from "./outside.mjs";

/**
 * Finds every file that an app is made of, by following its imports from the entry.
 *
 * @param {string} entry absolute path of the file that makes the `App`
 * @param {string} root absolute path of the repository
 * @returns {Graph}
 * @throws {import("../failure.mjs").SynthFailure} for an import that leads nowhere
 */
export function discoverApp(entry, root) {
  const folder = mkdtempSync(join(tmpdir(), "groundplan-discover-"));
  try {
    const metafile = join(folder, "meta.json");
    const outside = OUTSIDE.map((name) => `--external:${name}`);
    const options = ["--bundle", "--platform=node", "--target=node20", "--format=cjs"];
    const output = [`--outfile=${join(folder, "app.js")}`, `--metafile=${metafile}`];
    runEsbuild([entry, ...options, ...outside, ...output], root);
    return graphOf(JSON.parse(readFileSync(metafile, "utf8")), root);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {Metafile} metafile
 * @param {string} root
 * @returns {Graph}
 */
function graphOf({ inputs }, root) {
  /** @type {Graph} */
  const graph = { files: {}, outside: [] };
  for (const [path, { imports }] of Object.entries(inputs)) {
    /** @type {Record<string, string>} */
    const own = {};
    for (const { path: target, original, external } of imports) {
      if (!external) own[original ?? target] = target;
      else if (isOutside(target)) {
        graph.outside.push({ specifier: target, from: dirname(join(root, path)) });
      }
    }
    graph.files[path] = own;
  }
  return graph;
}

/**
 * @typedef {object} Graph
 * @property {Record<string, Record<string, string>>} files for each file, by its path in the
 *   repository, which file each import of the app's own leads to
 * @property {OutsideImport[]} outside every import of a package that is not bundled
 *
 * @typedef {{ specifier: string, from: string }} OutsideImport
 *
 * @typedef {object} Metafile
 * @property {Record<string, { imports: { path: string, original?: string, external?: boolean }[] }>} inputs
 */
