import { createHash } from "node:crypto";
import type { Bucket, Listed } from "./bucket.ts";
import { shown } from "./names.ts";
import { refused } from "./refusal.ts";

/** One name, and what stands under it at either side. */
export interface Pair {
  readonly key: string;
  readonly from?: Listed;
  readonly to?: Listed;
}

/** What a list said in all. */
export interface Tally {
  readonly objects: number;
  readonly bytes: number;
  /** Of the object that was written last; ISO 8601, by the store's clock. @default there is none */
  readonly newest?: string;
  /** Of all names, sizes, ETags and times: another write is another digest. */
  readonly digest: string;
}

/** Counts what passes. */
export class Count {
  #objects = 0;
  #bytes = 0;
  #newest = 0;
  readonly #hash = createHash("sha256");

  add({ key, size, etag, modified }: Listed): void {
    this.#objects++;
    this.#bytes += size;
    this.#newest = Math.max(this.#newest, modified.getTime());
    this.#hash.update(`${JSON.stringify([key, size, etag, modified.getTime()])}\n`);
  }

  /** What has passed until now. */
  get tally(): Tally {
    const newest = this.#newest === 0 ? undefined : new Date(this.#newest).toISOString();
    const digest = this.#hash.copy().digest("hex");
    return { objects: this.#objects, bytes: this.#bytes, newest, digest };
  }
}

/** Counts all of a bucket. */
export async function tallyOf(bucket: Bucket): Promise<Tally> {
  const count = new Count();
  for await (const listed of bucket.list()) count.add(listed);
  return count.tally;
}

/** Two buckets side by side, name by name. However many there are, one page of each is held. */
export async function* pairs(
  source: Bucket,
  target: Bucket,
  counts: { readonly source?: Count; readonly target?: Count } = {},
): AsyncGenerator<Pair> {
  const [froms, tos] = [inOrder(source, counts.source), inOrder(target, counts.target)];
  let [from, to] = [await froms.next(), await tos.next()];
  while (!from.done || !to.done) {
    const order = from.done ? 1 : to.done ? -1 : byBytes(from.value.key, to.value.key);
    const [left, right] = [order <= 0 ? from.value : undefined, order >= 0 ? to.value : undefined];
    yield { key: (left ?? right)!.key, ...(left && { from: left }), ...(right && { to: right }) };
    if (left) from = await froms.next();
    if (right) to = await tos.next();
  }
}

/** A list that is checked to be in order: side by side with one that is not, objects would seem missing. */
async function* inOrder(bucket: Bucket, count?: Count): AsyncGenerator<Listed, undefined> {
  let last: string | undefined;
  for await (const listed of bucket.list()) {
    if (last !== undefined && byBytes(last, listed.key) >= 0) {
      const said = `${shown(listed.key)} comes after ${shown(last)}: it is no list in the order of names`;
      throw refused(`${bucket.side} (${bucket.name}): listing it`, [said]);
    }
    last = listed.key;
    count?.add(listed);
    yield listed;
  }
  return undefined;
}

/** S3 sorts by the bytes of UTF-8, which is not how strings compare here. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
