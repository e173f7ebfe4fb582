import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { absent } from "./parts.ts";

/** A disk of a test file's own, which runs full without harm. */
export interface SmallDisk {
  /** Where it is mounted. */
  readonly folder: string;
  /** For `describe.skipIf`, like `missing`: only root may mount it, and only Linux knows how. */
  readonly isMissing: boolean;
}

let disks = 0;

/** A small disk in memory, which is there while the tests around the call run. */
export function smallDisk(mib: number): SmallDisk {
  const folder = join(tmpdir(), `groundplan-disk-${process.pid}-${disks++}`);
  const mount = () => {
    mkdirSync(folder);
    const args = ["-t", "tmpfs", "-o", `size=${mib}m`, "tmpfs", folder];
    return process.getuid?.() === 0 && spawnSync("mount", args).status === 0;
  };
  const unmount = () => {
    spawnSync("umount", [folder]);
    rmSync(folder, { recursive: true, force: true });
  };
  const isMissing = !mount();
  unmount();
  beforeAll(() => void mount());
  afterAll(unmount);
  return { folder, isMissing: absent("a disk of its own, which root mounts,", isMissing) };
}
