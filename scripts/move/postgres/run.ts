import { spawn } from "node:child_process";
import { MoveRefused } from "../../stepwise/refused.ts";

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
const CURES: readonly (readonly [RegExp, string])[] = [
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
export function run({ program, args, env, input = "", doing }: Run): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ["pipe", "pipe", "pipe"] });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk) => out.push(chunk));
    child.stderr.on("data", (chunk) => err.push(chunk));
    // Who ends before it has read everything says why on standard error.
    child.stdin.on("error", () => {});
    child.on("error", (error) => reject(refused(doing, error.message)));
    child.on("close", (code, signal) => {
      if (code === 0) return resolve(Buffer.concat(out).toString());
      const said = Buffer.concat(err).toString();
      reject(refused(doing, said || `${program} ended with ${code ?? signal}`));
    });
    child.stdin.end(input);
  });
}

/** What was refused, in the server's words and with a cure. */
export function refused(doing: string, said: string): MoveRefused {
  const lines = said
    .split("\n")
    .filter((line) => /\b(ERROR|FATAL|DETAIL|error|ENOENT|ended with)\b/.test(line))
    .map((line) => line.replace(/^\S*psql:<stdin>:\d+: |^(psql|pg_dump|pg_restore): /, "").trim());
  const cure = CURES.find(([pattern]) => pattern.test(lines.join()))?.[1];
  return new MoveRefused(
    `${doing} failed`,
    lines.length > 0 ? [...new Set(lines)].slice(0, 10) : ["nothing was said"],
    cure ?? "nothing of it is lost: set right what it says, then run the same command again",
  );
}
