import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

/** What a program printed of the plans of the fixtures. */
export interface Recorded {
  /** The plan of all fixtures. */
  readonly all: string;
  /** Plans that cannot be one, by name. */
  readonly each: Readonly<Record<string, string>>;
}

/** Terraform 1.11.4 and OpenTofu 1.12.6. */
export type Program = "terraform" | "opentofu";

/** The file that holds what a program printed. */
export function recordOf(program: Program): string {
  return fileURLToPath(new URL(`recorded/${program}.json.gz`, import.meta.url));
}

/** Reads what a program printed; `record.ts` writes it. */
export function readRecord(program: Program): Recorded {
  return JSON.parse(gunzipSync(readFileSync(recordOf(program))).toString("utf8"));
}
