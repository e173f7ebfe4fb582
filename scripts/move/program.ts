import { spawn } from "node:child_process";

/** How a program ended, and what it printed. */
export interface Ended {
  readonly code: number | null;
  /** What killed it; nothing where it ended by itself. */
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs a program until it ends, in whatever way. Rejects where it cannot be started.
 *
 * @param env all that it finds around it
 * @param input what it reads
 */
export function runProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  input = "",
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...env }, stdio: ["pipe", "pipe", "pipe"] });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk) => out.push(chunk));
    child.stderr.on("data", (chunk) => err.push(chunk));
    // Who ends before it has read everything says why on standard error.
    child.stdin.on("error", () => {});
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const [printed, said] = [Buffer.concat(out).toString(), Buffer.concat(err).toString()];
      resolve({ code, signal, out: printed, err: said });
    });
    child.stdin.end(input);
  });
}
