import { inParallel } from "../parallel.ts";
import type { Bucket } from "./bucket.ts";
import { detailsThatDiffer, type Head, md5In } from "./head.ts";
import { shown } from "./names.ts";
import { Count, type Pair, pairs, type Tally } from "./pairs.ts";

/** What two buckets hold, and where that is not the same. */
export interface Comparison {
  readonly source: Tally;
  readonly target: Tally;
  /** One sentence for each object that differs, by its name. */
  readonly differences: ReadonlyMap<string, string>;
  /** Bytes that were read because no ETag tells of them. */
  readonly hashedBytes: number;
}

/** Compares every object of two buckets: content, what stands beside it, tags. */
export async function compareBuckets(
  source: Bucket,
  target: Bucket,
  jobs: number,
): Promise<Comparison> {
  const counts = { source: new Count(), target: new Count() };
  const differences: [string, string][] = [];
  let hashedBytes = 0;
  await inParallel(pairs(source, target, counts), jobs, async (pair) => {
    const { said, hashed } = await differenceOf(source, target, pair);
    hashedBytes += hashed;
    if (said) differences.push([pair.key, `${shown(pair.key)} ${said}`]);
  });
  differences.sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    source: counts.source.tally,
    target: counts.target.tally,
    differences: new Map(differences),
    hashedBytes,
  };
}

interface Difference {
  readonly said?: string;
  readonly hashed: number;
}

async function differenceOf(source: Bucket, target: Bucket, pair: Pair): Promise<Difference> {
  const { key } = pair;
  if (!pair.from) return { said: "is not at the source", hashed: 0 };
  if (!pair.to) return { said: "is not at the target", hashed: 0 };
  const [from, to] = await Promise.all([source.head(key), target.head(key)]);
  if (!from || !to) return { said: "was deleted while it was compared", hashed: 0 };
  if (from.size !== to.size) {
    return { said: `has ${from.size} bytes at the source, ${to.size} at the target`, hashed: 0 };
  }
  const { isSame, hashed } = await sameContent(source, target, key, from, to);
  if (!isSame) return { said: `has ${from.size} bytes at both, and not the same ones`, hashed };
  const said = await besideContent(source, target, key, from, to);
  return { ...(said && { said }), hashed };
}

/** By ETags where they follow from the content, else by reading it. */
async function sameContent(source: Bucket, target: Bucket, key: string, from: Head, to: Head) {
  if (from.isPlain && to.isPlain && from.etag === to.etag) return { isSame: true, hashed: 0 };
  const known = [md5In(from), md5In(to)];
  const [there, here] = await Promise.all(
    [source, target].map((bucket, i) => known[i] ?? bucket.md5(key)),
  );
  return { isSame: there === here, hashed: known.filter((each) => !each).length * from.size };
}

/** What of headers, people's own metadata and tags is not the same. */
async function besideContent(
  source: Bucket,
  target: Bucket,
  key: string,
  from: Head,
  to: Head,
): Promise<string | undefined> {
  const differing = detailsThatDiffer(from, to).map((name) => {
    const [there, here] = [from.details[name] ?? "none", to.details[name] ?? "none"];
    return `${name} ${there} at the source, ${here} at the target`;
  });
  const [there, here] = await Promise.all([source.tags(key), target.tags(key)]);
  const tags = JSON.stringify(there) === JSON.stringify(here) ? [] : ["other tags"];
  const all = [...differing, ...tags];
  return all.length > 0 ? `has ${all.join("; ")}` : undefined;
}
