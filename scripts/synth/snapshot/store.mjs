import { createHash, randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";

/** Rises when what an index holds changes its meaning. */
const FORMAT = 1;

/**
 * The snapshots of a checkout, one for each app: `.cache/synth/<app>.json` says what the snapshot
 * beside it was made of. A snapshot holds code that was loaded, never a result.
 *
 * @param {string} root
 */
export function snapshotFolder(root) {
  return join(root, ".cache", "synth");
}

/**
 * The snapshot of an app, if everything that it was made of is as it was: Node, and each file of
 * cdktf, of the providers and of the patches.
 *
 * @param {string} folder
 * @param {string} entry
 * @returns {Snapshot | undefined}
 */
export function findSnapshot(folder, entry) {
  const index = indexFile(folder, entry);
  try {
    /** @type {SnapshotIndex} */
    const found = JSON.parse(readFileSync(index, "utf8"));
    if (found.format !== FORMAT || found.node !== nodeIdentity()) return undefined;
    if (!found.files.every(isUnchanged)) return undefined;
    return { ...found, blob: join(folder, found.blob) };
  } catch {
    return undefined;
  }
}

/**
 * Puts a snapshot in its place. Both files appear whole or not at all, so that two processes may
 * do it at once: the last one stays.
 *
 * @param {string} folder
 * @param {string} entry
 * @param {string} made the blob, in the same folder under a passing name
 * @param {{ packages: Record<string, string>, specifiers: string[], files: string[] }} of
 * @returns {Snapshot}
 */
export function publishSnapshot(folder, entry, made, { packages, specifiers, files }) {
  const id = createHash("sha256").update(readFileSync(made)).digest("hex").slice(0, 16);
  const blob = `${appId(entry)}-${id}.blob`;
  renameSync(made, join(folder, blob));
  /** @type {SnapshotIndex} */
  const index = {
    format: FORMAT,
    entry,
    node: nodeIdentity(),
    blob,
    packages,
    specifiers,
    files: files.map(stateOf),
  };
  const written = passingName(folder, "json");
  writeFileSync(written, JSON.stringify(index));
  renameSync(written, indexFile(folder, entry));
  removeForgotten(folder);
  return { ...index, blob: join(folder, blob) };
}

/**
 * A name that no other process uses.
 *
 * @param {string} folder
 * @param {string} kind
 */
export function passingName(folder, kind) {
  mkdirSync(folder, { recursive: true });
  return join(folder, `${process.pid}-${randomUUID()}.${kind}.tmp`);
}

/** A snapshot opens only in the very Node that made it. */
function nodeIdentity() {
  const { size, mtimeMs } = statSync(process.execPath);
  return [process.version, process.arch, process.platform, process.execPath, size, mtimeMs].join();
}

/**
 * @param {string} file
 * @returns {FileState}
 */
function stateOf(file) {
  const { size, mtimeMs, ctimeMs } = statSync(file);
  return [file, size, mtimeMs, ctimeMs];
}

/** @param {FileState} state */
function isUnchanged([file, size, mtimeMs, ctimeMs]) {
  const now = statSync(file, { throwIfNoEntry: false });
  return now?.size === size && now.mtimeMs === mtimeMs && now.ctimeMs === ctimeMs;
}

/**
 * Removes the snapshots of apps that are gone, and those that no index names any more. A process
 * that was about to open one goes the plain way.
 *
 * @param {string} folder
 */
function removeForgotten(folder) {
  const names = readdirSync(folder);
  const named = new Set();
  for (const name of names.filter((each) => each.endsWith(".json"))) {
    /** @type {SnapshotIndex} */
    const index = JSON.parse(readFileSync(join(folder, name), "utf8"));
    if (existsSync(index.entry)) named.add(index.blob);
    else rmSync(join(folder, name), { force: true });
  }
  for (const name of names.filter((each) => each.endsWith(".blob"))) {
    if (!named.has(name)) rmSync(join(folder, name), { force: true });
  }
}

/**
 * @param {string} folder
 * @param {string} entry
 */
function indexFile(folder, entry) {
  return join(folder, `${appId(entry)}.json`);
}

/** @param {string} entry */
function appId(entry) {
  const id = createHash("sha256").update(entry).digest("hex").slice(0, 8);
  return `${basename(entry).replace(/\.\w+$/, "")}-${id}`;
}

/**
 * @typedef {[file: string, size: number, mtimeMs: number, ctimeMs: number]} FileState
 *
 * @typedef {object} SnapshotIndex
 * @property {number} format
 * @property {string} entry absolute path of the app's entry
 * @property {string} node
 * @property {string} blob name of the blob in the same folder
 * @property {Record<string, string>} packages folder of each package in it
 * @property {string[]} specifiers the imports that it can serve
 * @property {FileState[]} files every file that its code came from
 *
 * @typedef {SnapshotIndex} Snapshot a found snapshot; `blob` is an absolute path
 */
