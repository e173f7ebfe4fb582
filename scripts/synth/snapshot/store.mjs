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
import { isUnchanged } from "../app/changes.mjs";
import { linksHold } from "../app/packages.mjs";
import { SNAPSHOT_FLAGS, snapshotFiles } from "./place.mjs";

/** Rises when what an index holds changes its meaning. */
const FORMAT = 5;

/**
 * What lies in the snapshot of an app, if all that it was made of outside the app is as it was:
 * Node, each file of cdktf, of the providers and of the patches, and where packages are found.
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
    if (!ours || !linksHold(index.links)) return undefined;
    return index.files.every(([file, state]) => isUnchanged(file, state)) ? index : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Puts a snapshot in its place. Both files appear whole or not at all, so that two processes may do
 * it at once: the last one stays. Who reads one file of each finds that their ids differ.
 *
 * @param {{ root: string, entry: string, made: string }} where `made` is the blob under a passing name
 * @param {Omit<SnapshotIndex, "format" | "entry" | "node">} contents
 * @returns {SnapshotIndex}
 */
export function publishSnapshot({ root, entry, made }, contents) {
  const place = snapshotFiles(root, entry);
  const index = { format: FORMAT, entry, node: nodeIdentity(), ...contents };
  const written = passingName(root, "json");
  writeFileSync(written, JSON.stringify(index));
  renameSync(made, place.blob);
  renameSync(written, place.index);
  removeForgotten(place.folder);
  return index;
}

/**
 * Tells `main.sh` which snapshot to open, and with what.
 *
 * @param {string} node how the shell found Node
 * @param {{ root: string, entry: string }} app
 */
export function openWith(node, { root, entry }) {
  const { blob, open } = snapshotFiles(root, entry);
  const text = `${node}\n${blob}\n${SNAPSHOT_FLAGS.join(" ")}\n`;
  if (!existsSync(blob) || (existsSync(open) && readFileSync(open, "utf8") === text)) return;
  const written = passingName(root, "open");
  writeFileSync(written, text);
  renameSync(written, open);
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
    rmSync(join(folder, `${name.split(".")[0]}.open`), { force: true });
  }
}

/**
 * @typedef {object} SnapshotIndexOnly
 * @property {number} format
 * @property {string} id the same as in the blob
 * @property {string} entry absolute path of the app's entry
 * @property {string} node
 * @property {Record<string, string>} links where each package was found, and where that led
 * @property {[file: string, state: import("../app/changes.mjs").FileState | null][]} files
 *   every file outside the app that the snapshot's code came from, or would if it were there
 *
 * @typedef {SnapshotIndexOnly & import("../app/changes.mjs").Known} SnapshotIndex
 */
