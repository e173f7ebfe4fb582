import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { TerraformResult } from "../../terraform/run.ts";
import { writeWhole } from "./folder.ts";
import { holdRoom, releaseRoom } from "./room.ts";
import { ERRORED_FILE, STATE_FILE } from "./state.ts";
import { parseState } from "./states/state-file.ts";

/**
 * Runs an apply with room held for the state. When Terraform could not write it, because the disk
 * has run full, the room is given free and what Terraform handed out instead becomes the state.
 *
 * @param apply is given a function that must be told how Terraform ended
 */
export async function withRoomForState<R>(
  folder: string,
  apply: (keep: (result: TerraformResult) => void) => Promise<R>,
): Promise<R> {
  holdRoom(folder);
  try {
    return await apply(({ stateDump }) => {
      releaseRoom(folder);
      if (stateDump) {
        rmSync(join(folder, ERRORED_FILE), { force: true });
        writeWhole(join(folder, STATE_FILE), `${JSON.stringify(stateDump, null, 2)}\n`);
      }
      takeErrored(folder);
    });
  } finally {
    releaseRoom(folder);
  }
}

/** Where a state waits while a copy is prepared. */
const ASIDE_FILE = "terraform.tfstate.aside";

/**
 * Prepares a copy without the state in it. Where `.terraform` is gone, Terraform takes that for a
 * state of the time before our backend, and empties it (tried with 1.11.4).
 */
export async function withStateAside(folder: string, prepare: () => Promise<void>): Promise<void> {
  const file = join(folder, STATE_FILE);
  if (existsSync(file)) renameSync(file, join(folder, ASIDE_FILE));
  try {
    await prepare();
  } finally {
    takeAside(folder);
  }
}

/** Gives back a state that waits aside, as it does where we were killed meanwhile. */
export function takeAside(folder: string): void {
  const aside = join(folder, ASIDE_FILE);
  if (existsSync(aside)) renameSync(aside, join(folder, STATE_FILE));
}

/**
 * Makes the state of what Terraform has left beside it when it could write it nowhere else: nobody
 * listened to it any more, or the disk was full.
 *
 * @returns true where there was one, newer than the state and of the same line
 */
export function takeErrored(folder: string): boolean {
  const errored = join(folder, ERRORED_FILE);
  const file = join(folder, STATE_FILE);
  const left = existsSync(errored) ? parseState(readFileSync(errored, "utf8")) : undefined;
  if (!left) return false;
  const state = existsSync(file) ? parseState(readFileSync(file, "utf8")) : undefined;
  const isNext = !state || (state.lineage === left.lineage && state.serial <= left.serial);
  if (!isNext) return false;
  writeWhole(file, readFileSync(errored, "utf8"));
  rmSync(errored);
  return true;
}
