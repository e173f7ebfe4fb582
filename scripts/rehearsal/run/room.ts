import { existsSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { STATE_FILE } from "./state.ts";

/** Holds room on the disk while Terraform applies. */
const RESERVE = ".room-for-state";

/** Least room that is held. */
const LEAST = 1024 * 1024;

/** A state is larger than the configuration that it is made from. */
const TIMES = 4;

/** Holds room on the disk for the state of a stack that is about to be applied. */
export function holdRoom(folder: string): void {
  const files = ["cdk.tf.json", STATE_FILE]
    .map((name) => join(folder, name))
    .filter((file) => existsSync(file));
  const sizes = files.map((file) => statSync(file).size);
  const room = Math.max(LEAST, TIMES * Math.max(0, ...sizes));
  writeFileSync(join(folder, RESERVE), Buffer.alloc(room));
}

/** Gives that room free. */
export function releaseRoom(folder: string): void {
  rmSync(join(folder, RESERVE), { force: true });
}
