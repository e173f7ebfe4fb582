import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { cutSeldom } from "../classes/cut.mjs";
import { runEsbuild } from "../esbuild.mjs";
import { INTERNAL_MODULES } from "../patch/internals.mjs";

/** The files that decide how a snapshot is made. Those that lie in it are found by the bundler. */
const MAKERS = [
  "build.mjs",
  "place.mjs",
  "store.mjs",
  "vendor.mjs",
  "../app/transform.mjs",
  "../classes/cut.mjs",
];

/**
 * Bundles cdktf, constructs and provider classes with what furnishes the snapshot.
 *
 * @param {object} of
 * @param {string} of.id
 * @param {readonly import("../app/discover.mjs").OutsideImport[]} of.imports what must be in it
 * @param {string} of.app the file that will hold the app's own files
 * @param {{ root: string, work: string, script: string }} where
 * @returns {string[]} every file that it was made of
 */
export function bundleVendor({ id, imports, app }, { root, work, script }) {
  const metafile = join(work, "meta.json");
  const options = [
    "--bundle",
    "--platform=node",
    "--target=node20",
    "--format=cjs",
    // Names are kept: they stand in messages, and shorter ones gain nothing.
    "--minify-whitespace",
    "--minify-syntax",
    `--alias:archiver=${besideThis("no-archiver.cjs")}`,
    `--alias:json-stable-stringify=${besideThis("../patch/stable-json.cjs")}`,
    `--metafile=${metafile}`,
    `--outfile=${script}`,
  ];
  const paths = pathsOf(imports);
  const cut = writeCut([...paths.values()], work);
  runEsbuild(options, root, { input: vendorEntry(id, paths, cut, app) });
  const { inputs } = JSON.parse(readFileSync(metafile, "utf8"));
  const bundled = Object.keys(inputs).filter((name) => name !== "<stdin>");
  const made = new Set(cut.values());
  return [
    ...bundled.map((name) => resolve(root, name)).filter((file) => !made.has(file)),
    ...cut.keys(),
    ...MAKERS.map(besideThis),
    esbuildItself(),
  ];
}

/**
 * The file of each specifier.
 *
 * @param {readonly import("../app/discover.mjs").OutsideImport[]} imports
 */
function pathsOf(imports) {
  /** @type {Map<string, string>} */
  const paths = new Map();
  for (const { specifier, from } of imports) {
    if (!paths.has(specifier)) paths.set(specifier, resolveFrom(from, specifier));
  }
  return paths;
}

/**
 * Writes the files of provider classes without what is seldom needed.
 *
 * @param {readonly string[]} files
 * @param {string} folder
 * @returns {Map<string, string>} what stands for a file, for each that could be cut
 */
function writeCut(files, folder) {
  /** @type {Map<string, string>} */
  const written = new Map();
  for (const file of files) {
    const cut = cutSeldom(file, readFileSync(file, "latin1"));
    if (cut === undefined) continue;
    const to = join(folder, `class-${written.size}.js`);
    writeFileSync(to, cut, "latin1");
    written.set(file, to);
  }
  return written;
}

/**
 * The script that loads everything and hands it over.
 *
 * @param {string} id
 * @param {Map<string, string>} paths
 * @param {Map<string, string>} cut
 * @param {string} app
 */
function vendorEntry(id, paths, cut, app) {
  const cdktf = join(/** @type {string} */ (paths.get("cdktf")), "..");
  /** @param {string} name @param {string} path */
  const member = (name, path) => `${JSON.stringify(name)}: require(${JSON.stringify(path)})`;
  const internals = Object.entries(INTERNAL_MODULES).map(([name, specifier]) =>
    member(name, resolveFrom(cdktf, specifier.replace(/^cdktf/, ".."))),
  );
  return [
    `const { furnishSnapshot } = require(${JSON.stringify(besideThis("inside.mjs"))});`,
    "furnishSnapshot({",
    `  id: ${JSON.stringify(id)},`,
    `  internals: { ${internals.join(", ")} },`,
    `  classes: { ${[...paths].map(([name, path]) => member(name, cut.get(path) ?? path)).join(", ")} },`,
    "  builtin: (name) => require(name),",
    `  archiver: ${JSON.stringify(resolveFrom(cdktf, "./private/fs.js"))},`,
    `  app: ${JSON.stringify(app)},`,
    "});",
  ].join("\n");
}

/** Another version of it may write other scripts. */
function esbuildItself() {
  return createRequire(import.meta.url).resolve("esbuild/package.json");
}

/** @param {string} name */
function besideThis(name) {
  return fileURLToPath(new URL(name, import.meta.url));
}

/**
 * @param {string} folder
 * @param {string} specifier
 */
function resolveFrom(folder, specifier) {
  return createRequire(join(folder, "any.js")).resolve(specifier);
}
