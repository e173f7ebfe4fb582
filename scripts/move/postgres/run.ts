import type { MoveRefused } from "../../stepwise/refused.ts";
import { type Cures, refusedWith } from "../cures.ts";
import { runProgram } from "../program.ts";

/** A program of PostgreSQL, and what it is given. */
export interface Run {
  readonly program: "psql" | "pg_dump" | "pg_restore";
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** @default nothing */
  readonly input?: string;
  /** What it did, for messages: `the target: restoring rows`. */
  readonly doing: string;
}

/** By what a server said, what to do about it. */
const CURES: Cures = [
  [
    /No space left on device|disk full/i,
    "the disk is full: make it larger, then run the same command again, which goes on",
  ],
  [
    /terminat|closed the connection|could not receive|connection to .* (lost|failed)|refused|timeout/i,
    "the connection is gone: run the same command again, which goes on",
  ],
  [
    /password|authentication|no pg_hba/i,
    "look at the user, its password (passwordVariable, passfile) and who the server lets in",
  ],
  [
    /permission denied|must be owner|must be superuser/i,
    "grant the right, then run the same command again",
  ],
];

/**
 * Runs a program and gives what it printed.
 *
 * @throws MoveRefused with what the server said; never with the statement, which may hold a password
 */
export async function run({ program, args, env, input, doing }: Run): Promise<string> {
  const ended = await runProgram(program, args, env, input).catch((error: Error) => {
    throw refused(doing, error.message);
  });
  const { code, signal, out, err } = ended;
  if (code === 0) return out;
  throw refused(doing, err || `${program} ended with ${code ?? signal}`);
}

/** What was refused, in the server's words and with a cure. */
export function refused(doing: string, said: string): MoveRefused {
  const lines = said
    .split("\n")
    .filter((line) => /\b(ERROR|FATAL|DETAIL|error|ENOENT|ended with)\b/.test(line))
    .map((line) => line.replace(/^\S*psql:<stdin>:\d+: |^(psql|pg_dump|pg_restore): /, "").trim());
  return refusedWith(CURES, doing, lines);
}
