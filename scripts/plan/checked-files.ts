import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { StackEntry } from "./manifest.ts";

/** Is told what a file holds that is as it was planned: whoever reads it again may find another there. */
export type Checked = (path: string, bytes: Buffer) => void;

/** What is wrong with the files of a stack: those that are missing, or not as they were planned. */
export function wrongFiles(
  folder: string,
  { stack, files }: StackEntry,
  checked?: Checked,
): string[] {
  return Object.entries(files).flatMap(([name, hash]) => {
    const file = join(folder, "stacks", stack, name);
    if (!existsSync(file)) return [`${file} is missing`];
    const bytes = readFileSync(file);
    if (sha256(bytes) !== hash) return [`${file} is not the file that was planned`];
    checked?.(file, bytes);
    return [];
  });
}

/** The hash by which a file is known. */
export function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
