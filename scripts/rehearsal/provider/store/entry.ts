import { createHash } from "node:crypto";
import { Dynamic, type Fields } from "../cty/value.ts";
import type { Thing } from "./store.ts";

/** One line of a journal: a change, in the order in which it happened. */
export type Entry =
  | ({ readonly op: "put" } & Thing)
  | { readonly op: "remove"; readonly handle: string }
  /** The state of this stack is no older than the store. */
  | { readonly op: "know"; readonly stack: string }
  /** An id that was given out, of something that may be gone. */
  | { readonly op: "taken"; readonly scope: string; readonly type: string; readonly object: Fields }
  /** How many handles were given out. */
  | { readonly op: "count"; readonly count: number };

/** What JSON cannot say is an object with this one field. */
const TAG = "\u0000";

/** A line, with its checksum before it. */
export function writeLine(content: object): string {
  const json = JSON.stringify(content, (_key, value) => {
    if (typeof value === "bigint") return { [TAG]: `${value}` };
    return value instanceof Dynamic ? { [TAG]: value.type, value: value.value } : value;
  });
  return `${checksum(json)} ${json}\n`;
}

/** Reads a line; nothing where it is not what was written. */
export function readLine(line: string): unknown {
  const json = line.slice(9);
  if (line[8] !== " " || line.slice(0, 8) !== checksum(json)) return undefined;
  return JSON.parse(json, (_key, value) => {
    const tag: unknown = value?.[TAG];
    if (typeof tag !== "string") return value;
    return "value" in value ? new Dynamic(tag, value.value) : BigInt(tag);
  });
}

function checksum(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
