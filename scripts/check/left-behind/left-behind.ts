import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";

/** The variable that tells of a process which test file has started it. */
export const STARTED_BY = "GROUNDPLAN_TEST_FILE";

/** What may stay until the run ends: tsx keeps what it has compiled, for whoever starts it next. */
const KEPT = /^tsx-/;

/** A process that a test has started and not ended. */
export interface LeftProcess {
  readonly pid: number;
  /** What it was started as, cut off. */
  readonly command: string;
  /** The test file that started it, where its environment tells. */
  readonly file: string;
}

/** Names of what lies in a worker's temporary folder and should not; removes it all. */
export function sweep(folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  const left = readdirSync(folder).filter((name) => !KEPT.test(name));
  for (const name of left) rmSync(join(folder, name), { recursive: true, force: true });
  return left.sort();
}

/**
 * Processes that have a folder in their environment: as TMPDIR, as HOME or as anything else.
 *
 * @returns none where there is no `/proc` to ask
 */
export function processesOf(folder: string): LeftProcess[] {
  return numbersIn("/proc").flatMap((pid) => {
    const environment = textOf(pid, "environ");
    if (pid === process.pid || !environment.includes(folder)) return [];
    const command = textOf(pid, "cmdline").replaceAll("\0", " ").trim().slice(0, 200);
    const file = new RegExp(`(?:^|\\0)${STARTED_BY}=([^\\0]*)`).exec(environment)?.[1] ?? "";
    return [{ pid, command, file: file || "an unknown file" }];
  });
}

/** What to say of processes that are still there. */
export function tellProcesses(left: readonly LeftProcess[]): string {
  const lines = left.map(({ pid, command, file }) => `  ${file}: ${command} (process ${pid})`);
  return `tests have left processes behind, which were ended now; end them in the test:\n${lines.join("\n")}`;
}

/** What to say of files and folders that are still there. */
export function tellFiles(left: readonly string[]): string {
  const kinds = [...new Set(left.map((name) => basename(name).replace(/[-.][\w-]{6}$/, "")))];
  return `left behind in the temporary folder of this test file, ${left.length} in all: ${kinds.join(", ")}; they were removed now, let the test remove them in afterAll or onTestFinished`;
}

function numbersIn(folder: string): number[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** A file of a process; empty once that has ended, or belongs to somebody else. */
function textOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
