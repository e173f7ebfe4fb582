import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { MoveRefused } from "./refused.ts";

/** Writes a file to another name first, then in its place: it is whole or as it was. */
export function writeWhole(path: string, text: string): void {
  const draft = `${path}.new`;
  const file = openSync(draft, "w");
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}

/**
 * Reads a file that only moves write.
 *
 * @throws MoveRefused when it is not JSON
 */
export function readWhole<T>(path: string): T {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new MoveRefused(
      `${path} cannot be read`,
      [(error as Error).message],
      "take it back from version control; it is never written by hand",
    );
  }
}

/** A value as these files hold it. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
