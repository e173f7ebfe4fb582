import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Command, Run } from "./run.ts";

/** What one run took, and the machine for it. */
export interface TimedRun extends Run {
  /**
   * Processor time, user's and system's, of the program and of all that it started and waited for,
   * in milliseconds. What else the machine does hardly changes it.
   */
  readonly processorMs: number;
}

/** Runs a program, then has the shell tell what it and its children took, as POSIX wants it. */
const TIMED = '"$@" >&2; code=$?; times; exit $code';

/** Like `run`, with the processor time. */
export async function runTimed({ args, cwd, env }: Command): Promise<TimedRun> {
  const started = performance.now();
  const child = spawn("sh", ["-c", TIMED, "sh", ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    said.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    said.stderr += chunk;
  });
  const code = await new Promise((settle, fail) => {
    child.on("error", fail);
    child.on("close", settle);
  });
  const wallMs = performance.now() - started;
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}\n${said.stderr.trim()}`);
  return { wallMs, processorMs: timesOf(said.stdout) };
}

/** The last line of `times`: minutes and seconds of the children, user's and system's. */
export function timesOf(text: string): number {
  const last = text.trim().split("\n").at(-1)!;
  const parts = [...last.matchAll(/(\d+)m(\d+(?:\.\d+)?)s/g)];
  if (parts.length !== 2) throw new Error(`the shell's times are not understood: ${text}`);
  return (
    parts.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0) *
    1000
  );
}

/** Clock ticks of Linux: a hundred a second on every machine that is sold. */
const TICK_MS = 10;

/** Processor time that a process has taken so far, in milliseconds; 0 where nobody tells. */
export function processorOf(pid: number | undefined): number {
  if (pid === undefined) return 0;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name of the program stands in brackets and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return 0;
  }
}
