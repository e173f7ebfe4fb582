import type { Cluster } from "./cluster.ts";

/** The index that a move keeps its own notes in, at the target. */
export const OURS = "groundplan-move";

/** An index as it stands. */
export interface Index {
  readonly name: string;
  readonly aliases: Readonly<Record<string, object>>;
  readonly mappings: Mapping;
  /** What stands below `index` in its settings. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** How documents are read, as far as a move looks at it. */
export interface Mapping {
  readonly _source?: { readonly enabled?: boolean | string };
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** What is moved of a cluster, and what is left out. */
export interface Chosen {
  readonly indexes: readonly Index[];
  /** Names of those that belong to the cluster itself. */
  readonly leftOut: readonly string[];
  /** Names of those that are shut: nobody can read them. */
  readonly closed: readonly string[];
  /** Names that the file has and the cluster has not. */
  readonly missing: readonly string[];
}

interface Listed {
  readonly index: string;
  readonly status: string;
}

/** Reads what a cluster has, and chooses what moves. */
export async function chosenOf(
  cluster: Cluster,
  names: readonly string[] | undefined,
): Promise<Chosen> {
  const doing = "listing indexes";
  const query = "format=json&h=index,status&s=index";
  const listed = await cluster.must<Listed[]>(`/_cat/indices?${query}`, { doing });
  const isMeant = (name: string) => names?.includes(name) ?? !name.startsWith(".");
  const people = listed.filter(({ index }) => index !== OURS && isMeant(index));
  const open = people.filter(({ status }) => status === "open").map(({ index }) => index);
  const all = listed.map(({ index }) => index);
  return {
    indexes: (await Promise.all(open.map((name) => indexOf(cluster, name)))).filter(isThere),
    leftOut: names ? [] : all.filter((name) => name !== OURS && !isMeant(name)),
    closed: people.filter(({ status }) => status !== "open").map(({ index }) => index),
    missing: (names ?? []).filter((name) => !all.includes(name)),
  };
}

/** One index; nothing where it is not there. */
export async function indexOf(cluster: Cluster, name: string): Promise<Index | undefined> {
  const found = await cluster.ask<Record<string, Described>>(at(name), {
    doing: `reading ${name}`,
  });
  const described = found?.[name];
  if (!described) return undefined;
  const { aliases = {}, mappings = {}, settings } = described;
  return { name, aliases, mappings, settings: settings?.index ?? {} };
}

interface Described {
  readonly aliases?: Index["aliases"];
  readonly mappings?: Mapping;
  readonly settings?: { readonly index?: Index["settings"] };
}

/** The path of an index, and of something in it. */
export function at(name: string, rest = ""): string {
  return `/${encodeURIComponent(name)}${rest}`;
}

/** How many documents can be found in it. */
export async function countOf(cluster: Cluster, name: string): Promise<number> {
  const doing = `counting ${name}`;
  return (await cluster.must<{ count: number }>(at(name, "/_count"), { doing })).count;
}

/** Makes everything that was written until now be found. */
export async function refresh(cluster: Cluster, name: string): Promise<void> {
  await cluster.must(at(name, "/_refresh"), { doing: `refreshing ${name}`, method: "POST" });
}

interface Stats {
  readonly indices: Record<
    string,
    {
      readonly shards: Record<
        string,
        {
          readonly routing: { readonly primary: boolean };
          readonly seq_no?: { readonly max_seq_no: number };
        }[]
      >;
    }
  >;
}

/** A number that goes on by one with every write to an index, whatever it writes. */
export async function writesOf(cluster: Cluster, name: string): Promise<number> {
  const doing = `reading what was written to ${name}`;
  const stats = await cluster.must<Stats>(at(name, "/_stats?level=shards"), { doing });
  const shards = Object.values(stats.indices[name]?.shards ?? {}).flat();
  return shards
    .filter(({ routing }) => routing.primary)
    .reduce((sum, { seq_no }) => sum + (seq_no?.max_seq_no ?? -1) + 1, 0);
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}
