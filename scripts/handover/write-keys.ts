import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HandoverRefused } from "./errors.ts";
import { KEYS, type KeyName, makeKeys } from "./keys.ts";

/** Makes the four keys and writes each to a file of its own that only its owner may read. */
export async function writeKeys(folder: string): Promise<string[]> {
  const paths = Object.entries(KEYS).map(([name, file]) => [name, join(folder, file)] as const);
  const there = paths.map(([, path]) => path).filter((path) => existsSync(path));
  if (there.length > 0) {
    throw new HandoverRefused(
      "no keys were made",
      there.map((path) => `${path} is there already`),
      "name another folder: what was encrypted for a key is lost with it",
    );
  }
  const keys = await makeKeys();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, path] of paths) {
    writeFileSync(path, `${keys[name as KeyName]}\n`, { mode: 0o600 });
  }
  return paths.map(([, path]) => path);
}
