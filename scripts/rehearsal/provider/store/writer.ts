import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  writeSync,
} from "node:fs";
import { type Entry, writeLine } from "./entry.ts";
import type { Recorder } from "./memory.ts";

/** How long a change may be with the system before the disk has it, in milliseconds. */
const SYNC_MS = 200;

/**
 * Appends to a journal. Each change is with the system when `record` returns, and so survives the
 * end of this process however it comes; the disk has it soon after, and when the journal is closed.
 */
export class Writer implements Recorder {
  #descriptor: number | undefined;
  #length = 0;
  #timer: NodeJS.Timeout | undefined;
  #syncing: Promise<void> | undefined;
  /** The disk could not take it: nothing more is acknowledged. */
  #failure: Error | undefined;

  /** @param length where the good part of the file ends; the rest is cut off. Default: all is good */
  open(file: string, length?: number): void {
    this.#descriptor = openSync(file, "a", 0o600);
    this.#length = length ?? fstatSync(this.#descriptor).size;
    ftruncateSync(this.#descriptor, this.#length);
  }

  record(entry: Entry): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) throw new Error("this rehearsal cloud is closed");
    if (this.#failure) throw this.#failure;
    const line = Buffer.from(writeLine(entry));
    try {
      for (let at = 0; at < line.length; ) at += writeSync(descriptor, line, at);
    } catch (error) {
      // A disk that is full takes half a line: what comes after must not stand behind it.
      ftruncateSync(descriptor, this.#length);
      throw error;
    }
    this.#length += line.length;
    this.#timer ??= setTimeout(() => this.#sync(descriptor), SYNC_MS).unref();
  }

  async close(): Promise<void> {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    clearTimeout(this.#timer);
    await this.#syncing;
    this.#descriptor = undefined;
    try {
      fdatasyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (this.#failure) throw this.#failure;
  }

  #sync(descriptor: number): void {
    this.#timer = undefined;
    this.#syncing = new Promise<void>((resolve) => {
      fdatasync(descriptor, (error) => {
        this.#failure ??= error ?? undefined;
        resolve();
      });
    });
  }
}
