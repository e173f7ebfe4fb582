import { mkdirSync, statfsSync } from "node:fs";

/** The disk is full, or too full to begin. */
export class DiskFull extends Error {
  constructor(message: string) {
    super(message);
    this.name = "DiskFull";
  }
}

/** Least that must be free before anything begins: room for copies, plans and states. */
const ALWAYS = 16 * 1024 * 1024;

/** Each state is written with a backup, and a plan holds it once more. */
const TIMES = 4;

/**
 * Throws unless a rehearsal, or what is named instead, fits onto the disk.
 *
 * @param bytes size of the stacks and states that take part
 */
export function checkSpace(folder: string, bytes: number, what = "rehearsal"): void {
  mkdirSync(folder, { recursive: true });
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const needed = ALWAYS + TIMES * bytes;
  if (free >= needed) return;
  throw new DiskFull(
    `${folder}: ${inMiB(free)} MiB are free, and this ${what} needs ${inMiB(needed)} MiB; make room and try again. Nothing was changed`,
  );
}

/** True when an error of the system, or something that a program said, means a full disk. */
export function meansDiskFull(said: unknown): boolean {
  if (said instanceof Error) return (said as NodeJS.ErrnoException).code === "ENOSPC";
  return typeof said === "string" && /no space left on device|ENOSPC/i.test(said);
}

/** What to tell where the disk has become full on the way. */
export const DISK_FULL =
  "the disk is full; the state is kept: make room and run the same command again";

function inMiB(bytes: number): number {
  return Math.ceil(bytes / 1024 / 1024);
}
