import { type Holder, type Lock, whileLocked } from "../lock.ts";
import type { Owner } from "../owner.ts";
import type { World } from "../world.ts";
import { type Bucket, OURS } from "./bucket.ts";

const LOCK = `${OURS}.lock`;
const MARKER = `${OURS}.json`;

/** Reads whose a bucket is; nothing where no move has begun to fill it. */
export async function readMarker(bucket: Bucket): Promise<Owner | undefined> {
  return read<Owner>(bucket, MARKER);
}

/** Says whose a target is. It is the first thing that is written: what keeps writes out shows here. */
export async function writeMarker(target: Bucket, owner: Owner): Promise<void> {
  await target.put(MARKER, json(owner));
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
  const lock: Lock = {
    where: target.name,
    removal: `aws s3api delete-object --bucket ${target.place.bucket} --key ${LOCK}`,
    take: (us) => taken(target, us),
    read: () => read<Holder>(target, LOCK),
    remove: () => target.remove(LOCK),
  };
  return whileLocked(lock, move, world, work);
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
