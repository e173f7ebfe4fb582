import { StringDecoder } from "node:string_decoder";
import type { HcpClient } from "../api/client.ts";

/** Marks that a log begins and ends with. */
const BEGIN = 0x02;
const END = 0x03;

/** Bytes that are asked for at a time. */
const PIECE = 65_536;

/** What following a log needs. */
export interface LogOptions {
  readonly client: HcpClient;
  readonly url: string;
  /** For messages: `read the log of run-x`. */
  readonly what: string;
  readonly onLine: (line: string) => void;
  /** Whether nothing will be added any more. Asked when there is nothing new. */
  readonly hasEnded: () => Promise<boolean>;
  /** Milliseconds between two looks, where nothing is added for a while. */
  readonly every: number;
}

/**
 * Reads a log from its beginning to its end while it is written. It is read by offset, so that a
 * lost connection loses no line and repeats none.
 */
export async function followLog(options: LogOptions): Promise<void> {
  const { client, url, what, onLine, hasEnded, every } = options;
  const decoder = new StringDecoder("utf8");
  let rest = "";
  const take = (text: string) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  };
  let wasOver = false;
  let quiet = 0;
  for (let offset = 0; ; ) {
    const separator = url.includes("?") ? "&" : "?";
    const piece = await client.piece(`${url}${separator}limit=${PIECE}&offset=${offset}`, what);
    offset += piece.length;
    const end = piece.indexOf(END);
    take(decoder.write(piece.subarray(piece[0] === BEGIN ? 1 : 0, end < 0 ? undefined : end)));
    if (end >= 0) break;
    quiet = piece.length > 0 ? 0 : quiet + 1;
    if (piece.length > 0) continue;
    // What was written between the last look and the end is still to be read.
    if (wasOver) break;
    wasOver = await hasEnded();
    if (!wasOver) await client.pause(Math.min(every, 200 * quiet));
  }
  if (rest) onLine(rest);
}
