import { isEmpty, type Snapshot } from "../state/snapshot.ts";

/** What lies where, before anything is done. */
export interface Found {
  /** Whether the state bucket is there. */
  readonly bucket: boolean;
  /** The state in it; nothing where none lies there, or one with nothing in it. */
  readonly remote?: Snapshot;
  /** The state that an earlier bootstrap of this machine has left. */
  readonly local?: Snapshot;
}

/**
 * What is to be done about the bucket and its state:
 *
 * - `make`: make it with a local state, or go on with that, then move the state in
 * - `settle`: the state has moved, and only its local copy is left over
 * - `keep`: all is done; only changes of the configuration are left to apply
 * - `lost`: the bucket is there and nobody has a state of it
 * - `taken`: somebody else was quicker, and theirs is the state
 */
export type Situation = "make" | "settle" | "keep" | "lost" | "taken";

/** Judges what was found. */
export function situationOf({ bucket, remote, local }: Found): Situation {
  const begun = local !== undefined && !isEmpty(local);
  if (remote && begun) return remote.lineage === local.lineage ? together(remote, local) : "taken";
  if (remote) return "keep";
  return bucket && !begun ? "lost" : "make";
}

/** A local state that is ahead was written after it had moved: nobody but a person can tell why. */
function together(remote: Snapshot, local: Snapshot): Situation {
  return remote.serial >= local.serial ? "settle" : "make";
}
