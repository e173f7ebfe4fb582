import { createHash } from "node:crypto";
import { isLosslessNumber } from "lossless-json";
import type { Cluster } from "./cluster.ts";
import { at } from "./indexes.ts";

/** A document as it is told. */
export interface Hit {
  readonly _id: string;
  readonly _routing?: string;
  readonly _source?: unknown;
  /** Of one that was asked for by its id. */
  readonly found?: boolean;
}

/** Documents that are asked for at a time. */
const PAGE = 500;

interface Page {
  readonly _scroll_id: string;
  readonly hits: { readonly hits: readonly Hit[] };
}

/** Hashes of all documents of an index, by their ids; as of the moment when it began. */
export async function hashesOf(cluster: Cluster, index: string): Promise<Map<string, string>> {
  const doing = `reading documents of ${index}`;
  const hashes = new Map<string, string>();
  const first = at(index, `/_search?scroll=5m&size=${PAGE}&sort=_doc`);
  let page = await cluster.must<Page>(first, { doing, exact: true });
  while (page.hits.hits.length > 0) {
    for (const hit of page.hits.hits) hashes.set(hit._id, hashOf(hit));
    const body = { scroll: "5m", scroll_id: page._scroll_id };
    page = await cluster.must<Page>("/_search/scroll", {
      doing,
      method: "POST",
      body,
      exact: true,
    });
  }
  const body = { scroll_id: [page._scroll_id] };
  await cluster.ask("/_search/scroll", { doing, method: "DELETE", body });
  return hashes;
}

/** Documents of an index that a seed chooses: the same as long as nothing is written. */
export async function sampleOf(
  cluster: Cluster,
  index: string,
  { sample, seed }: { readonly sample: number; readonly seed: number },
): Promise<readonly Hit[]> {
  const random = { random_score: { seed, field: "_seq_no" } };
  const source = JSON.stringify({ query: { function_score: random } });
  const query = new URLSearchParams({ size: `${sample}`, source });
  query.set("source_content_type", "application/json");
  const doing = `choosing documents of ${index}`;
  const found = await cluster.must<Page>(at(index, `/_search?${query}`), { doing, exact: true });
  return found.hits.hits;
}

/** The same documents of another cluster, by their ids. */
export async function sameOf(
  cluster: Cluster,
  index: string,
  hits: readonly Hit[],
): Promise<readonly Hit[]> {
  const docs = hits.map(({ _id, _routing }) => ({ _id, ...(_routing && { routing: _routing }) }));
  const question = {
    doing: `reading documents of ${index}`,
    method: "POST",
    body: { docs },
  } as const;
  const found = await cluster.must<{ docs: Hit[] }>(at(index, "/_mget"), {
    ...question,
    exact: true,
  });
  return found.docs.filter((each) => each.found);
}

/** A hash of what a document says and where it lies; how it is written does not change it. */
export function hashOf({ _routing = "", _source }: Hit): string {
  const text = JSON.stringify([_routing, canonical(_source)]);
  return createHash("sha256").update(text).digest("base64").slice(0, 22);
}

/** With keys in order; numbers by their value, however long: `1.0` is `1`. */
function canonical(value: unknown): unknown {
  if (isLosslessNumber(value)) return numberText(value.value);
  if (typeof value === "string") return `"${value}`;
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, canonical(each)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Told apart from strings, which begin with a quote. */
function numberText(text: string): string {
  return /^-?\d+$/.test(text) ? BigInt(text).toString() : `${Number(text)}`;
}
