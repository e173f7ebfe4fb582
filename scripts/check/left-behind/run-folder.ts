// Gives a run of the tests one temporary folder, which goes with it. Named in vitest.config.ts.
import { chmodSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { TestProject } from "vitest/node";
import { type LeftProcess, processesOf, tellProcesses } from "./left-behind.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the temporary folders of this run's workers lie. */
    runFolder: string;
  }
}

/** How long a process may take to end that was told to, in milliseconds. */
const GRACE = 5_000;

/** Makes the folder, and looks at the end whether a process of a test is still there. */
export default function makeRunFolder(project: TestProject): () => Promise<void> {
  // Short, for what puts sockets into it.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "gp-")));
  // PostgreSQL does not run as root, and has its data below.
  chmodSync(folder, 0o711);
  project.provide("runFolder", folder);
  return async () => {
    const left = await stillThere(folder);
    for (const { pid } of left) end(pid);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    if (left.length === 0) return;
    // What is thrown here is told, and the run passes all the same.
    console.error(tellProcesses(left));
    process.exitCode = 1;
  };
}

/** The workers themselves end meanwhile, and what was told to end just now. */
async function stillThere(folder: string): Promise<LeftProcess[]> {
  const until = performance.now() + GRACE;
  let left = processesOf(folder);
  while (left.length > 0 && performance.now() < until) {
    await wait(50);
    left = processesOf(folder);
  }
  return left;
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has just ended by itself.
  }
}
