import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** A process, so that it is not mistaken for a later one of the same number. */
export interface ProcessMark {
  readonly pid: number;
  readonly host: string;
  /** When the process began, as the system tells it; "" where it does not. */
  readonly born: string;
}

/** The mark of a process of this machine. */
export function markOf(pid: number): ProcessMark {
  return { pid, host: hostname(), born: bornAt(pid) ?? "" };
}

/** False only for a process of this machine that is surely gone. */
export function isAlive({ pid, host, born }: ProcessMark): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const now = bornAt(pid);
  return now === undefined || born === "" || now === born;
}

/** When a process began, in the kernel's ticks; nothing where the system does not tell. */
function bornAt(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in brackets and may hold anything.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
