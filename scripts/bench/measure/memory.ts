import { existsSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { type Command, start } from "./run.ts";

/** Milliseconds between two looks. */
const EVERY_MS = 2;

/** Whether this system tells what a process shares with others: Linux does. */
export const CAN_MEASURE_MEMORY = existsSync("/proc/self/smaps_rollup");

/** Memory of one process, in KiB. */
interface Memory {
  /** Pages that no other process has. */
  readonly own: number;
  /** Pages that others have too: mostly the program itself. */
  readonly shared: number;
}

/** Peak memory of a program and of all that it starts, in MiB. */
export async function peakMemory(command: Command): Promise<number> {
  const { pid, ended } = start(command);
  let running = true;
  const end = ended.finally(() => {
    running = false;
  });
  let peak = 0;
  while (running) {
    peak = Math.max(peak, together(processTree(pid).map(memoryOf)));
    await setTimeout(EVERY_MS);
  }
  await end;
  return peak / 1024;
}

/** What processes take together: what they share is there once. */
function together(processes: readonly Memory[]): number {
  const own = processes.reduce((sum, each) => sum + each.own, 0);
  return own + Math.max(0, ...processes.map(({ shared }) => shared));
}

function processTree(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
  return [pid, ...children.flatMap(processTree)];
}

function memoryOf(pid: number): Memory {
  const rollup = read(`/proc/${pid}/smaps_rollup`);
  const kibibytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(rollup)?.[1] ?? 0);
  const own = kibibytes("Private_Clean") + kibibytes("Private_Dirty");
  return { own, shared: kibibytes("Rss") - own };
}

/** A process may have ended between two looks. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
