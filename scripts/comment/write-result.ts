import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { resultOf } from "./result.ts";

/** Writes the redacted result of a plan set to a file. Says whether it had to be withheld. */
export function writeResult(
  folder: string,
  set: string,
  file: string,
): { readonly withheld: boolean } {
  const result = resultOf(folder, set);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(result)}\n`);
  return { withheld: result.review === undefined };
}
