import type { Cluster } from "./cluster.ts";
import { hashesOf, hashOf, sameOf, sampleOf } from "./documents.ts";
import { countOf, type Index, indexOf, refresh } from "./indexes.ts";
import type { SearchPlan } from "./plan.ts";

/** What two clusters hold, and where that is not the same. */
export interface Comparison {
  readonly documents: number;
  /** Sentences for each index that differs, by its name. */
  readonly differences: Readonly<Record<string, readonly string[]>>;
  /** Indexes of which some documents were looked at, in words. */
  readonly sampled: readonly string[];
}

/** Where a plan says nothing of it. */
const WHOLE_UP_TO = 100_000;
const SAMPLE = 1000;

/** Compares indexes: how they are read, under which names they are found, their documents. */
export async function compareIndexes(
  source: Cluster,
  target: Cluster,
  indexes: readonly Index[],
  plan: SearchPlan,
): Promise<Comparison> {
  const differences: Record<string, readonly string[]> = {};
  const sampled: string[] = [];
  let documents = 0;
  for (const index of indexes) {
    const there = await indexOf(target, index.name);
    if (!there) {
      differences[index.name] = ["is not at the target"];
      continue;
    }
    for (const each of [source, target]) await refresh(each, index.name);
    const [from, to] = [await countOf(source, index.name), await countOf(target, index.name)];
    documents += from;
    const isWhole = Math.max(from, to) <= (plan.wholeUpTo ?? WHOLE_UP_TO);
    const different = await (isWhole ? wholeDifferences : sampleDifferences)(
      source,
      target,
      index.name,
      plan,
    );
    if (!isWhole) sampled.push(`${plan.sample ?? SAMPLE} of ${from} in ${index.name}`);
    const counts = from === to ? [] : [`has ${from} documents at the source, ${to} at the target`];
    const said = [...shapeDifferences(index, there), ...counts, ...different];
    if (said.length > 0) differences[index.name] = said;
  }
  return { documents, differences, sampled };
}

/** What the target has more is how it reads documents that came with fields nobody had named. */
function shapeDifferences(from: Index, to: Index): string[] {
  const { properties: fields = {}, ...rules } = from.mappings;
  const { properties: there = {}, ...rulesThere } = to.mappings;
  const other = Object.keys(fields).filter((name) => text(there[name]) !== text(fields[name]));
  const names = (index: Index) => Object.keys(index.aliases).sort().join(", ") || "none";
  const aliases =
    names(from) === names(to)
      ? "has aliases that say something else at the target"
      : `is found by the aliases ${names(from)} at the source, ${names(to)} at the target`;
  return [
    ...(other.length > 0 ? [`reads other fields at the target: ${some(other)}`] : []),
    ...(text(rules) === text(rulesThere) ? [] : ["reads documents by other rules at the target"]),
    ...(text(from.aliases) === text(to.aliases) ? [] : [aliases]),
  ];
}

/** Keys come in any order. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, each) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

async function wholeDifferences(
  source: Cluster,
  target: Cluster,
  index: string,
): Promise<string[]> {
  const [there, here] = await Promise.all([hashesOf(source, index), hashesOf(target, index)]);
  const missing = [...there.keys()].filter((id) => !here.has(id));
  const more = [...here.keys()].filter((id) => !there.has(id));
  const other = [...there].filter(([id, hash]) => here.has(id) && here.get(id) !== hash);
  return inWords(
    missing,
    more,
    other.map(([id]) => id),
  );
}

async function sampleDifferences(
  source: Cluster,
  target: Cluster,
  index: string,
  { sample = SAMPLE, seed = 1 }: SearchPlan,
): Promise<string[]> {
  const hits = await sampleOf(source, index, { sample, seed });
  const same = await sameOf(target, index, hits);
  const here = new Map(same.map((hit) => [hit._id, hashOf(hit)]));
  const missing = hits.filter(({ _id }) => !here.has(_id));
  const other = hits.filter((hit) => here.has(hit._id) && here.get(hit._id) !== hashOf(hit));
  const ids = (all: typeof hits) => all.map(({ _id }) => _id);
  return inWords(ids(missing), [], ids(other));
}

function inWords(
  missing: readonly string[],
  more: readonly string[],
  other: readonly string[],
): string[] {
  const said = (ids: readonly string[], what: string) =>
    ids.length > 0 ? [`${what}: ${some(ids)}`] : [];
  return [
    ...said(missing, "has documents that are not at the target"),
    ...said(more, "has documents that are not at the source"),
    ...said(other, "has documents that are not the same at both"),
  ];
}

/** Most names in one sentence. */
const MOST = 10;

/** `3 (a, b, c)`. */
function some(names: readonly string[]): string {
  const more = names.length > MOST ? `, and ${names.length - MOST} more` : "";
  return `${names.length} (${names.slice(0, MOST).join(", ")}${more})`;
}
