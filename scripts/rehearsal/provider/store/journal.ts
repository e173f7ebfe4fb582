import { randomUUID } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { writeLine } from "./entry.ts";
import { MemoryStore } from "./memory.ts";
import { FORMAT, type Head, readJournal, VERSION } from "./read-journal.ts";
import { Writer } from "./writer.ts";

/** A journal with more lines than this for each line that is needed is written anew when opened. */
const WASTE = 4;

/** A store that is open, and the way to close it. */
export interface OpenStore {
  readonly store: MemoryStore;
  /** Waits for what is still being written. A cloud in which nothing stands leaves no file. */
  close(): Promise<void>;
}

/**
 * Opens the cloud that a file holds; begins one where there is none. Every change is a line with a
 * checksum, written before it is acknowledged: a process that is killed leaves at most one line
 * unfinished, which nobody was told of. One process at a time: the caller holds a lock.
 */
export function openStore(file: string): OpenStore {
  const read = existsSync(file) ? readJournal(file) : undefined;
  const name = read?.head.name ?? randomUUID().slice(0, 8);
  const writer = new Writer();
  const store = new MemoryStore(name, writer);
  for (const entry of read?.entries ?? []) store.replay(entry);
  const needed = [...store.entries()];
  const isAnew = !read || read.entries.length > WASTE * (needed.length + 10);
  if (isAnew) {
    const head: Head = { format: FORMAT, version: VERSION, name };
    writeWhole(file, [head, ...needed].map(writeLine).join(""));
  }
  writer.open(file, isAnew ? undefined : read.length);
  return {
    store,
    async close() {
      await writer.close();
      if ([...store.all()].length === 0) rmSync(file, { force: true });
    },
  };
}

/** Puts a file in its place whole, or not at all; what it holds is for its owner's eyes, as a state. */
function writeWhole(file: string, text: string): void {
  const descriptor = openSync(`${file}.new`, "w", 0o600);
  writeSync(descriptor, text);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(`${file}.new`, file);
  const folder = openSync(dirname(file), "r");
  fsyncSync(folder);
  closeSync(folder);
}
