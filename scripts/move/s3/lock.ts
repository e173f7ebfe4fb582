import { busy, type Holder, isGone, ourselves, whileHeld } from "../lock.ts";
import type { World } from "../world.ts";
import { type Bucket, OURS } from "./bucket.ts";

const LOCK = `${OURS}.lock`;
const MARKER = `${OURS}.json`;

/** What a target says of the move that it belongs to. */
export interface Marker {
  readonly move: string;
  /** Name of the source. */
  readonly source: string;
}

/** Reads whose a bucket is; nothing where no move has begun to fill it. */
export async function readMarker(bucket: Bucket): Promise<Marker | undefined> {
  return read<Marker>(bucket, MARKER);
}

/** Says whose a target is. It is the first thing that is written: what keeps writes out shows here. */
export async function writeMarker(target: Bucket, marker: Marker): Promise<void> {
  await target.put(MARKER, json(marker));
}

/** Takes the marker away. */
export async function removeMarker(target: Bucket): Promise<void> {
  await target.remove(MARKER);
}

/**
 * Does work while nobody else moves into this bucket.
 *
 * @throws MoveRefused when another run does
 */
export async function alone<T>(
  target: Bucket,
  move: string,
  world: World,
  work: () => Promise<T>,
): Promise<T> {
  const us = ourselves(move, world);
  while (!(await taken(target, us))) {
    const holder = await read<Holder>(target, LOCK);
    if (holder && !isGone(holder, world)) throw busy(target.name, holder, removal(target));
    if (holder) await target.remove(LOCK);
  }
  return whileHeld(work, () => target.remove(LOCK));
}

/** Writes the lock where there is none; false where there is. */
async function taken(target: Bucket, us: Holder): Promise<boolean> {
  try {
    await target.put(LOCK, { ...json(us), IfNoneMatch: "*" });
    return true;
  } catch (error) {
    if (/PreconditionFailed|ConditionalRequestConflict/.test(String(error))) return false;
    throw error;
  }
}

function removal({ place }: Bucket): string {
  return `aws s3api delete-object --bucket ${place.bucket} --key ${LOCK}`;
}

function json(value: object) {
  return { Body: JSON.stringify(value), ContentType: "application/json" };
}

async function read<T>(bucket: Bucket, key: string): Promise<T | undefined> {
  const opened = await bucket.open(key);
  if (!opened) return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of opened.body) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}
