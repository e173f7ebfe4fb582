import { closeSync, fdatasync, fstatSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { type Entry, writeLine } from "./entry.ts";
import type { Recorder } from "./memory.ts";

/** Appends to a journal. Several changes at a time share one wait for the disk. */
export class Writer implements Recorder {
  #descriptor: number | undefined;
  #length = 0;
  /** The wait that is under way, and the one that begins after it. */
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  /** @param length where the good part of the file ends; the rest is cut off. Default: all is good */
  open(file: string, length?: number): void {
    this.#descriptor = openSync(file, "a", 0o600);
    this.#length = length ?? fstatSync(this.#descriptor).size;
    ftruncateSync(this.#descriptor, this.#length);
  }

  record(entry: Entry): void {
    if (this.#descriptor === undefined) throw new Error("this rehearsal cloud is closed");
    const line = Buffer.from(writeLine(entry));
    try {
      for (let at = 0; at < line.length; ) at += writeSync(this.#descriptor, line, at);
    } catch (error) {
      // A disk that is full takes half a line: what comes after must not stand behind it.
      ftruncateSync(this.#descriptor, this.#length);
      throw error;
    }
    this.#length += line.length;
  }

  synced(): Promise<void> {
    if (!this.#running) {
      this.#running = this.#sync();
      return this.#running;
    }
    // What is under way may have begun before the last line was written.
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      this.#running = this.#sync();
      return this.#running;
    });
    return this.#next;
  }

  async close(): Promise<void> {
    if (this.#descriptor === undefined) return;
    await this.synced();
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #sync(): Promise<void> {
    const descriptor = this.#descriptor;
    return new Promise<void>((resolve, reject) => {
      if (descriptor === undefined) resolve();
      else fdatasync(descriptor, (error) => (error ? reject(error) : resolve()));
    }).finally(() => {
      if (!this.#next) this.#running = undefined;
    });
  }
}
