import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { absent } from "./parts.ts";

/** A disk of a test file's own, which runs full without harm. */
export interface SmallDisk {
  /** Where it is mounted. */
  readonly folder: string;
  /** For `describe.skipIf`, like `missing`: only root may mount it, and only Linux knows how. */
  readonly isMissing: boolean;
}

/** Mounts a small disk in memory, which goes away when the tests around the call have ended. */
export function smallDisk(mib: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), "groundplan-disk-"));
  const mount = ["-t", "tmpfs", "-o", `size=${mib}m`, "tmpfs", folder];
  const mounted = process.getuid?.() === 0 && spawnSync("mount", mount).status === 0;
  afterAll(() => {
    if (mounted) spawnSync("umount", [folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return { folder, isMissing: absent("a disk of its own, which root mounts,", !mounted) };
}
