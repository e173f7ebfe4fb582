import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { stateOf } from "../app/changes.mjs";
import { findPackages } from "../app/packages.mjs";
import { settingsOf } from "../app/settings.mjs";
import { esbuildProgram } from "../esbuild.mjs";
import { SNAPSHOT_FLAGS } from "./place.mjs";
import { passingName, publishSnapshot } from "./store.mjs";
import { bundleVendor } from "./vendor.mjs";

/** A file that changed this shortly before it was read may change again without a newer time. */
const CLOCK_TICK_MS = 20;

/**
 * Makes a snapshot of an app: of its own files, of cdktf, constructs and the provider classes that
 * it imports. All of it is warmed up by one synth of the app.
 *
 * @param {WholeApp} app
 * @param {import("../app/where.mjs").SynthApp} where
 * @returns {import("./store.mjs").SnapshotIndex}
 * @throws when this machine cannot make one; the plain way is open then
 */
export function buildSnapshot({ outside, work, readAt }, { root, entry, env }) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "groundplan-snapshot-")));
  try {
    const from = dirname(entry);
    const imports = [...outside, { specifier: "cdktf", from }, { specifier: "constructs", from }];
    const found = findPackages(imports);
    if (!found) throw new Error("a package is missing, or is there in two copies");
    const id = randomUUID();
    const script = join(folder, "vendor.js");
    const app = join(folder, "app.json");
    const files = bundleVendor({ id, imports, app }, { root, work: folder, script });
    /** @type {Record<string, import("../app/changes.mjs").KnownModule>} */
    const modules = {};
    for (const { path, imports: own } of work.modules) {
      modules[path] = { imports: own, state: steadyState(resolve(root, path), readAt) };
    }
    const contents = {
      id,
      ...found,
      esbuild: esbuildProgram(),
      specifiers: [...new Set(imports.map(({ specifier }) => specifier))].sort(),
      modules,
      files: [...files, ...settingsOf(Object.keys(modules), root)].map((file) =>
        stateEntry(file, readAt),
      ),
    };
    writeFileSync(app, JSON.stringify(work));
    const made = passingName(root, "blob");
    try {
      writeBlob(made, script, { root, output: join(folder, "out"), env });
      return publishSnapshot({ root, entry, made }, contents);
    } finally {
      rmSync(made, { force: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} file
 * @param {number} readAt
 * @returns {[string, import("../app/changes.mjs").FileState | null]}
 */
function stateEntry(file, readAt) {
  return [file, steadyState(file, readAt)];
}

/**
 * The state of a file that did not change since it was read; nothing for one that is not there.
 *
 * @param {string} file
 * @param {number} readAt
 */
function steadyState(file, readAt) {
  const state = stateOf(file);
  if (state && state[1] >= readAt - CLOCK_TICK_MS) throw new Error(`${file} has just changed`);
  return state;
}

/**
 * @param {string} blob
 * @param {string} script
 * @param {{ root: string, output: string, env: NodeJS.ProcessEnv }} where
 */
function writeBlob(blob, script, { root, output, env }) {
  const args = [...SNAPSHOT_FLAGS, "--snapshot-blob", blob, "--build-snapshot", script];
  const made = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
    env: { ...env, CDKTF_OUTDIR: output },
  });
  if (made.status === 0) return;
  const last = made.stderr?.trim().split("\n").at(-1);
  throw new Error(`Node made no snapshot: ${last ?? "it did not start"}`);
}

/**
 * @typedef {object} WholeApp
 * @property {import("../app/discover.mjs").OutsideImport[]} outside
 * @property {import("../run/evaluate.mjs").Work} work every file of the app
 * @property {number} readAt when the first file was read, in milliseconds of the clock
 */
