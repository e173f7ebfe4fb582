import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TerraformResult } from "../../terraform/run.ts";
import { writeWhole } from "./folder.ts";
import { isWhole, STATE_FILE } from "./state.ts";

/** Terraform's own way out when it cannot write the state. */
const ERRORED = "errored.tfstate";

/** Holds room on the disk while Terraform applies. */
const RESERVE = ".room-for-state";

/** Least room that is held. */
const LEAST = 1024 * 1024;

/** A state is larger than the configuration that it is made from. */
const TIMES = 4;

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
  const reserve = join(folder, RESERVE);
  writeFileSync(reserve, Buffer.alloc(roomFor(folder)));
  const release = () => rmSync(reserve, { force: true });
  try {
    return await apply((result) => {
      release();
      keepState(folder, result.stateDump);
    });
  } finally {
    release();
  }
}

function roomFor(folder: string): number {
  const files = ["cdk.tf.json", STATE_FILE].map((name) => join(folder, name)).filter(existsSync);
  const sizes = files.map((file) => statSync(file).size);
  return Math.max(LEAST, TIMES * Math.max(0, ...sizes));
}

/** Puts the newest whole state that Terraform handed out in the place of the one it spoilt. */
function keepState(folder: string, dump: unknown): void {
  const state = join(folder, STATE_FILE);
  const errored = join(folder, ERRORED);
  const left = isWhole(errored) ? readFileSync(errored, "utf8") : undefined;
  const text = dump ? `${JSON.stringify(dump, null, 2)}\n` : left;
  if (text === undefined) return;
  rmSync(errored, { force: true });
  writeWhole(state, text);
}
