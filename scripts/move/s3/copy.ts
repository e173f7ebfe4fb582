import { inParallel } from "../parallel.ts";
import type { World } from "../world.ts";
import type { Bucket, Listed } from "./bucket.ts";
import { detailsThatDiffer } from "./head.ts";
import { isPath, shown } from "./names.ts";
import { pairs } from "./pairs.ts";
import { copyByRclone } from "./rclone.ts";
import { refused } from "./refusal.ts";
import { isThere } from "./there.ts";

/** What a copy works with. */
export interface BucketCopy {
  readonly source: Bucket;
  readonly target: Bucket;
  readonly jobs: number;
  /** Of rclone. */
  readonly version: number;
  readonly requesterPays: boolean;
  readonly world: World;
}

/** What a copy has done. */
export interface Copied {
  readonly objects: number;
  readonly bytes: number;
  /** Those of them that rclone did not bring, or not with all that stands beside their content. */
  readonly oneByOne: number;
  /** Objects that got their tags. */
  readonly tagged: number;
}

/** Most that one call of rclone gets: a key that runs out is renewed between two calls. */
const BATCH_OBJECTS = 10_000;
const BATCH_BYTES = 50 * 1024 ** 3;

/** Most that S3 takes in one piece. */
export const ONE_PIECE = 5 * 1024 ** 3;

/** Brings what is not there yet: by rclone, then one by one what rclone cannot, then tags. */
export async function copyObjects(copy: BucketCopy): Promise<Copied> {
  const handed = await byRclone(copy);
  return oneByOne(copy, handed);
}

/** Objects that rclone was given: it leaves out some in silence, `a/b` where there is also an `a`. */
type Handed = Pick<Copied, "objects" | "bytes">;

async function byRclone(copy: BucketCopy): Promise<Handed> {
  const { source, target, world } = copy;
  let [objects, bytes, keys, waiting] = [0, 0, [] as string[], 0];
  const send = async () => {
    if (keys.length === 0) return;
    await copyByRclone({ ...copy, keys, env: world.env });
    objects += keys.length;
    bytes += waiting;
    [keys, waiting] = [[], 0];
    world.talk(`${objects} objects are copied`);
  };
  for await (const { from, to } of pairs(source, target)) {
    if (!from || !isPath(from.key) || (await isThere(source, target, from, to))) continue;
    keys.push(from.key);
    waiting += from.size;
    if (keys.length >= BATCH_OBJECTS || waiting >= BATCH_BYTES) await send();
  }
  await send();
  return { objects, bytes };
}

async function oneByOne({ source, target, jobs }: BucketCopy, handed: Handed): Promise<Copied> {
  let { objects, bytes } = handed;
  let [single, tagged] = [0, 0];
  await inParallel(pairs(source, target), jobs, async ({ key, from, to }) => {
    if (!from) return;
    if (!(await isLike(source, target, from, to))) {
      await carry(source, target, from);
      single++;
      const isHanded = isPath(key) && !to;
      objects += isHanded ? 0 : 1;
      bytes += isHanded ? 0 : from.size;
    }
    if (await carryTags(source, target, key)) tagged++;
  });
  return { objects, bytes, oneByOne: single, tagged };
}

/** True when the target has the object, with all that stands beside its content. */
async function isLike(source: Bucket, target: Bucket, from: Listed, to?: Listed): Promise<boolean> {
  const { key } = from;
  // What rclone has brought a moment ago is not brought again.
  const isBrought = isPath(key) ? from.size === to?.size : await isThere(source, target, from, to);
  if (!isBrought) return false;
  const [there, here] = await Promise.all([source.head(key), target.head(key)]);
  return !there || (here !== undefined && detailsThatDiffer(there, here).length === 0);
}

/** Puts one object as it stands at the source. One that is gone meanwhile is left out. */
async function carry(source: Bucket, target: Bucket, { key, size }: Listed): Promise<void> {
  if (size > ONE_PIECE) {
    const said = `${shown(key)} has more than 5 GiB, and rclone carries neither its name nor all that stands beside it`;
    throw refused("copying objects one by one", [said]);
  }
  const opened = await source.open(key);
  if (!opened) return;
  const { head, body } = opened;
  await target.put(key, {
    Body: head.ContentLength === 0 ? "" : body,
    ContentLength: head.ContentLength,
    ContentType: head.ContentType,
    CacheControl: head.CacheControl,
    ContentDisposition: head.ContentDisposition,
    ContentEncoding: head.ContentEncoding,
    ContentLanguage: head.ContentLanguage,
    ...(head.ExpiresString && { Expires: new Date(head.ExpiresString) }),
    WebsiteRedirectLocation: head.WebsiteRedirectLocation,
    Metadata: head.Metadata,
  });
}

/** Gives the target's object the tags of the source's, where it has others. */
async function carryTags(source: Bucket, target: Bucket, key: string): Promise<boolean> {
  const [there, here] = await Promise.all([source.tags(key), target.tags(key)]);
  if (JSON.stringify(there) === JSON.stringify(here)) return false;
  await target.tag(key, there);
  return true;
}
