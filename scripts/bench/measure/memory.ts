import { existsSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { type Command, start } from "./run.ts";

/** Milliseconds between two looks. The kernel keeps the peak itself; a look only reads it. */
const EVERY_MS = 3;

/** Whether this system tells the peak of a process: Linux does. */
export const CAN_MEASURE_MEMORY = existsSync("/proc/self/status");

/** Peak memory of the largest process that a program starts or is, in MiB. */
export async function peakMemory(command: Command): Promise<number> {
  const { pid, ended } = start(command);
  let running = true;
  const end = ended.finally(() => {
    running = false;
  });
  let peak = 0;
  while (running) {
    for (const each of processTree(pid)) peak = Math.max(peak, peakOf(each));
    await setTimeout(EVERY_MS);
  }
  await end;
  return peak;
}

function processTree(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
  return [pid, ...children.flatMap(processTree)];
}

function peakOf(pid: number): number {
  const kibibytes = /VmHWM:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`))?.[1];
  return Number(kibibytes ?? 0) / 1024;
}

/** A process may have ended between two looks. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
