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
import { join } from "node:path";
import { snapshotFiles } from "./place.mjs";

/** Rises when what an index holds changes its meaning. */
const FORMAT = 2;

/**
 * What lies in the snapshot of an app, if everything that it was made of is as it was: Node, and
 * each file of cdktf, of the providers and of the patches.
 *
 * @param {string} root
 * @param {string} entry
 * @returns {SnapshotIndex | undefined}
 */
export function readIndex(root, entry) {
  try {
    /** @type {SnapshotIndex} */
    const index = JSON.parse(readFileSync(snapshotFiles(root, entry).index, "utf8"));
    const ours = index.format === FORMAT && index.entry === entry && index.node === nodeIdentity();
    return ours && index.files.every(isUnchanged) ? index : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Puts a snapshot in its place. Both files appear whole or not at all, so that two processes may do
 * it at once: the last one stays. Who reads one file of each finds that their ids differ.
 *
 * @param {{ root: string, entry: string, made: string }} where `made` is the blob under a passing name
 * @param {{ id: string, packages: Record<string, string>, specifiers: string[], files: string[] }} of
 * @returns {SnapshotIndex}
 */
export function publishSnapshot({ root, entry, made }, { files, ...of }) {
  const place = snapshotFiles(root, entry);
  const states = files.map(stateOf);
  const index = { format: FORMAT, entry, node: nodeIdentity(), ...of, files: states };
  const written = passingName(root, "json");
  writeFileSync(written, JSON.stringify(index));
  renameSync(made, place.blob);
  renameSync(written, place.index);
  removeForgotten(place.folder);
  return index;
}

/**
 * A name that no other process uses.
 *
 * @param {string} root
 * @param {string} kind
 */
export function passingName(root, kind) {
  const { folder } = snapshotFiles(root, "");
  mkdirSync(folder, { recursive: true });
  return join(folder, `${process.pid}-${process.hrtime.bigint()}.${kind}.tmp`);
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
 * Removes the snapshots of apps that are gone.
 *
 * @param {string} folder
 */
function removeForgotten(folder) {
  for (const name of readdirSync(folder).filter((each) => each.endsWith(".json"))) {
    const file = join(folder, name);
    if (existsSync(JSON.parse(readFileSync(file, "utf8")).entry)) continue;
    rmSync(file, { force: true });
    rmSync(file.replace(/json$/, "blob"), { force: true });
  }
}

/**
 * @typedef {[file: string, size: number, mtimeMs: number, ctimeMs: number]} FileState
 *
 * @typedef {object} SnapshotIndex
 * @property {number} format
 * @property {string} id the same as in the blob
 * @property {string} entry absolute path of the app's entry
 * @property {string} node
 * @property {Record<string, string>} packages folder of each package in the snapshot
 * @property {string[]} specifiers the imports that it can serve
 * @property {FileState[]} files every file that its code came from
 */
