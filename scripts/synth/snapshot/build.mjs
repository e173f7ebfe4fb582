import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runEsbuild } from "../esbuild.mjs";
import { INTERNAL_MODULES } from "../patch/internals.mjs";
import { packageFolders } from "./packages.mjs";
import { SNAPSHOT_FLAGS } from "./place.mjs";
import { passingName, publishSnapshot } from "./store.mjs";

/** The files that decide how a snapshot is made. Those that lie in it are found by the bundler. */
const MAKERS = ["build.mjs", "packages.mjs", "place.mjs", "store.mjs"];

/**
 * Makes a snapshot of cdktf, constructs and the provider classes that an app imports.
 *
 * @param {import("../bundle.mjs").Bundle} bundle the app; it warms the snapshot up
 * @param {{ root: string, entry: string, env: NodeJS.ProcessEnv }} app
 * @returns {import("./store.mjs").SnapshotIndex}
 * @throws when this machine cannot make one; the plain way is open then
 */
export function buildSnapshot(bundle, { root, entry, env }) {
  const work = mkdtempSync(join(tmpdir(), "groundplan-snapshot-"));
  try {
    const from = join(entry, "..");
    const imports = [
      ...bundle.imports,
      { specifier: "cdktf", from },
      { specifier: "constructs", from },
    ];
    const packages = packageFolders(imports);
    if (!packages) throw new Error("a package is missing, or is there in two copies");
    const script = join(work, "vendor.js");
    const id = randomUUID();
    const files = bundleVendor(vendorEntry(id, imports), { root, work, script });
    const made = passingName(root, "blob");
    try {
      writeBlob(bundle, { root, work, script, blob: made, env });
      const specifiers = [...new Set(imports.map(({ specifier }) => specifier))].sort();
      return publishSnapshot({ root, entry, made }, { id, packages, specifiers, files });
    } finally {
      rmSync(made, { force: true });
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * The script that loads everything and hands it over.
 *
 * @param {string} id
 * @param {readonly import("../bundle.mjs").OutsideImport[]} imports
 */
function vendorEntry(id, imports) {
  /** @type {Map<string, string>} */
  const paths = new Map();
  for (const { specifier, from } of imports) {
    if (!paths.has(specifier)) paths.set(specifier, resolveFrom(from, specifier));
  }
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
    `  modules: { ${[...paths].map(([name, path]) => member(name, path)).join(", ")} },`,
    "  builtin: (name) => require(name),",
    `  archiver: ${JSON.stringify(resolveFrom(cdktf, "./private/fs.js"))},`,
    "});",
  ].join("\n");
}

/**
 * @param {string} entry
 * @param {{ root: string, work: string, script: string }} where
 * @returns {string[]} every file that is in the bundle
 */
function bundleVendor(entry, { root, work, script }) {
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
    `--alias:json-stable-stringify=${besideThis("stable-json.cjs")}`,
    `--metafile=${metafile}`,
    `--outfile=${script}`,
  ];
  runEsbuild(options, root, entry);
  const { inputs } = JSON.parse(readFileSync(metafile, "utf8"));
  const makers = MAKERS.map(besideThis);
  const bundled = Object.keys(inputs).filter((name) => name !== "<stdin>");
  return [...bundled.map((name) => resolve(root, name)), ...makers];
}

/**
 * @param {import("../bundle.mjs").Bundle} bundle
 * @param {{ root: string, work: string, script: string, blob: string, env: NodeJS.ProcessEnv }} where
 */
function writeBlob(bundle, { root, work, script, blob, env }) {
  const warmUp = join(work, "app.json");
  writeFileSync(warmUp, JSON.stringify(bundle));
  const args = [...SNAPSHOT_FLAGS, "--snapshot-blob", blob, "--build-snapshot", script];
  const made = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
    env: { ...env, GROUNDPLAN_SNAPSHOT_WARM_UP: warmUp, CDKTF_OUTDIR: join(work, "out") },
  });
  if (made.status !== 0) throw new Error(`Node made no snapshot: ${lastLine(made.stderr)}`);
}

/** @param {string} name */
function besideThis(name) {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** @param {string | null} text */
function lastLine(text) {
  return text?.trim().split("\n").at(-1) ?? "it did not start";
}

/**
 * @param {string} folder
 * @param {string} specifier
 */
function resolveFrom(folder, specifier) {
  return createRequire(join(folder, "any.js")).resolve(specifier);
}
