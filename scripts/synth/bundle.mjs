import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { runEsbuild } from "./esbuild.mjs";
import { isOutside, OUTSIDE } from "./outside.mjs";

/**
 * Bundles an app's own TypeScript into one script. Packages of this workspace are in it; cdktf,
 * constructs and the providers are left outside.
 *
 * @param {string} entry absolute path of the file that makes the `App`
 * @param {string} root absolute path of the repository; paths in the bundle are relative to it
 * @returns {Bundle}
 */
export function bundleApp(entry, root) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "groundplan-synth-")));
  try {
    const script = join(folder, "app.js");
    const metafile = join(folder, "meta.json");
    const options = [
      entry,
      "--bundle",
      "--platform=node",
      "--target=node20",
      "--format=cjs",
      ...OUTSIDE.map((name) => `--external:${name}`),
      `--outfile=${script}`,
      "--sourcemap=external",
      "--sources-content=false",
      `--metafile=${metafile}`,
    ];
    runEsbuild(options, root);
    const map = JSON.parse(readFileSync(`${script}.map`, "utf8"));
    return {
      code: readFileSync(script, "utf8"),
      mappings: map.mappings,
      sources: map.sources.map((/** @type {string} */ source) =>
        relative(root, resolve(folder, source)),
      ),
      imports: outsideImports(JSON.parse(readFileSync(metafile, "utf8")), root),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Every import of a package outside the bundle, and the folder that it is imported from.
 *
 * @param {Metafile} metafile
 * @param {string} root
 * @returns {OutsideImport[]}
 */
function outsideImports({ inputs }, root) {
  return Object.entries(inputs).flatMap(([input, { imports }]) => {
    const from = dirname(join(root, input));
    return imports
      .filter(({ external, path }) => external && isOutside(path))
      .map(({ path }) => ({ specifier: path, from }));
  });
}

/**
 * @typedef {object} Bundle
 * @property {string} code the app as one CommonJS script
 * @property {string} mappings the source map's mappings
 * @property {string[]} sources the source map's files, from the root of the repository
 * @property {OutsideImport[]} imports
 *
 * @typedef {{ specifier: string, from: string }} OutsideImport
 *
 * @typedef {{ inputs: Record<string, { imports: { path: string, external?: boolean }[] }> }} Metafile
 */
