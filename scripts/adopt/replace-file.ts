import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Replaces a file whole, or leaves it as it is. */
export function replaceFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** Remembers a file as it is now; gives what puts it back. */
export function putBack(path: string): () => void {
  const text = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  return () => (text === undefined ? rmSync(path, { force: true }) : replaceFile(path, text));
}
