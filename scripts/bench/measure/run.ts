import { spawn } from "node:child_process";

/** A program, as it is run and measured. */
export interface Command {
  readonly args: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Characters of what a failed program said last. */
const SAID = 2000;

/** What one run took. */
export interface Run {
  /** From start to end, in milliseconds. */
  readonly wallMs: number;
}

/**
 * Runs a program to its end.
 *
 * @throws with what it said, when it fails: a program that failed fast would look like a quick one
 */
export async function run(command: Command): Promise<Run> {
  const started = performance.now();
  await start(command).ended;
  return { wallMs: performance.now() - started };
}

/** Starts a program. `ended` fails when the program does. */
export function start({ args: [program, ...rest], cwd, env }: Command) {
  const child = spawn(program, rest, {
    cwd,
    env: { ...process.env, CHECKPOINT_DISABLE: "1", CI: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      said += chunk;
    });
  }
  const ended = new Promise<void>((settle, fail) => {
    child.on("error", fail);
    child.on("close", (code) => {
      if (code === 0) settle();
      else
        fail(
          new Error(
            `${[program, ...rest].join(" ")} ended with ${code}\n${said.trim().slice(-SAID)}`,
          ),
        );
    });
  });
  return { pid: child.pid!, ended };
}
