import { readFileSync } from "node:fs";
import { type Entry, readLine } from "./entry.ts";

/** What the first line of a journal says. */
export interface Head {
  readonly format: typeof FORMAT;
  readonly version: number;
  /** No other store has it. */
  readonly name: string;
}

/** What the first line of every journal begins with. */
export const FORMAT = "groundplan rehearsal cloud";

/** Goes up with each change that another version of this program would misread. */
export const VERSION = 1;

/** A cloud's file cannot be worked with. */
export class BrokenCloud extends Error {
  constructor(file: string, why: string) {
    super(
      `${file}: the rehearsal cloud ${why}; put a copy of the file back, or begin this cloud anew ` +
        `with "rm ${file}": what the states say stands will be believed again. Nothing was changed`,
    );
    this.name = "BrokenCloud";
  }
}

/** What a journal says. */
export interface Journal {
  readonly head: Head;
  readonly entries: readonly Entry[];
  /** Bytes that are good: behind them stands at most a line that was never finished. */
  readonly length: number;
}

/** Reads a journal. Throws a `BrokenCloud` where it is damaged, or another version's. */
export function readJournal(file: string): Journal {
  const bytes = readFileSync(file);
  const length = bytes.lastIndexOf("\n") + 1;
  const lines = bytes.subarray(0, length).toString("utf8").split("\n").slice(0, -1);
  const contents = lines.map(readLine);
  const head = contents[0] as Head | undefined;
  if (head?.format !== FORMAT)
    throw new BrokenCloud(file, "cannot be read: its first line is damaged");
  if (head.version !== VERSION) {
    throw new BrokenCloud(
      file,
      `has format ${head.version}, and this program reads format ${VERSION}: use the program that wrote it`,
    );
  }
  const damaged = contents.indexOf(undefined);
  if (damaged !== -1)
    throw new BrokenCloud(file, `is damaged in line ${damaged + 1} of ${lines.length}`);
  return { head, entries: contents.slice(1) as Entry[], length };
}
