import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { isAlive, markOf, type ProcessMark } from "../rehearsal/run/alive.ts";

/** File by which a folder tells which process it goes with. */
const OWNER = ".owner.json";

/**
 * Makes a folder for the work of this process alone, who removes it. What others of its kind have left,
 * because they were killed, is removed first.
 *
 * @param prefix of its name, which tells the kind
 * @param parent Default: the folder for temporary files
 */
export function passingFolder(prefix: string, parent: string = tmpdir()): string {
  for (const folder of leftBehind(prefix, parent)) removeQuietly(folder);
  const folder = mkdtempSync(join(parent, prefix));
  own(folder);
  return folder;
}

/** Says in a folder that it goes with this process. */
export function own(folder: string): void {
  writeFileSync(join(folder, OWNER), JSON.stringify(markOf(process.pid)));
}

/** Lets a folder stay when this process ends. */
export function disown(folder: string): void {
  rmSync(join(folder, OWNER), { force: true });
}

/**
 * Folders of a kind whose process is surely gone, and in which no program works any more: one that we
 * had started may outlive us. A folder that does not say whose it is is nobody's to remove.
 */
export function leftBehind(prefix: string, parent: string = tmpdir()): string[] {
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(prefix))
    .map(({ name }) => join(parent, name))
    .filter((folder) => {
      const owner = ownerOf(folder);
      return owner !== undefined && !isAlive(owner) && !isWorkedIn(folder);
    });
}

/** Removes a folder, where it can be. Another user's stays. */
export function removeQuietly(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // The next one will try again.
  }
}

function ownerOf(folder: string): ProcessMark | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, OWNER), "utf8"));
  } catch {
    return undefined;
  }
}

/** Whether a program has its working folder there. Only Linux tells. */
function isWorkedIn(folder: string): boolean {
  const within = realpathSync(folder);
  return listed("/proc").some((pid) => {
    const at = /^\d+$/.test(pid) ? linkOf(`/proc/${pid}/cwd`) : "";
    return at === within || at.startsWith(`${within}${sep}`);
  });
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A process may have ended, or be another user's. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
