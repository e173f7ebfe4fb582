import { type Field, fieldsOf } from "../provider/schema/fields.ts";
import type { Block, Facts } from "../provider/schema/schema.ts";
import { isPossible } from "./possible.ts";

/** Facts of one type from two sources. */
export interface Sources {
  /** The block that the data has: of the pinned version. */
  readonly block: Block;
  /** The block that was asked about: of another version. */
  readonly asked: Block;
  /** What was learned of the block that was asked about. */
  readonly learned: Facts;
  /** What was known before. */
  readonly before: Facts;
}

/**
 * What was learned of another version of a provider, for the version that is pinned. A fact counts
 * where the argument exists in both; of arguments that could not be asked, what was known stays.
 */
export function mergeFacts({ block, asked, learned, before }: Sources): Facts {
  const here = placesOf(block);
  const there = placesOf(asked);
  for (const path of learned.unknown ?? []) there.delete(path);
  const kinds = Object.keys({ ...learned, ...before }) as (keyof Facts)[];
  const spoken = kinds.filter((kind): kind is Kind => kind !== "legacy").sort();
  const merged = spoken.map((kind) => {
    const isHere = (path: string) => here.has(path) && isPossible(kind, here.get(path)!);
    const fresh = only(among(learned[kind], isHere), isHere);
    const old = only(before[kind], (path) => isHere(path) && !there.has(path));
    return [kind, joined(fresh, old)] as const;
  });
  const told = merged.filter(([, value]) => Object.keys(value).length > 0);
  const { legacy = before.legacy } = learned;
  return { ...(legacy !== undefined && { legacy }), ...Object.fromEntries(told) };
}

/** What facts speak of places in. */
type Kind = Exclude<keyof Facts, "legacy">;

/** The facts of a kind that speak of the wanted paths alone. */
function only(facts: Facts[Kind], isWanted: (path: string) => boolean): object {
  if (facts === undefined) return [];
  if (!Array.isArray(facts)) {
    return Object.fromEntries(Object.entries(facts).filter(([path]) => isWanted(path)));
  }
  return facts.filter((fact: string | readonly string[]) =>
    typeof fact === "string" ? isWanted(fact) : fact.every(isWanted),
  );
}

/** Rules over a list of arguments, without those that there are not; of one alone nothing is left. */
function among(facts: Facts[Kind], isHere: (path: string) => boolean): Facts[Kind] {
  if (!Array.isArray(facts)) return facts;
  return facts.flatMap((fact: string | readonly string[]): (string | readonly string[])[] => {
    if (typeof fact === "string") return [fact];
    const left = fact.filter(isHere);
    return left.length > 1 ? [left] : [];
  }) as Facts[Kind];
}

function joined(fresh: object, old: object): object {
  if (Array.isArray(fresh) && Array.isArray(old)) {
    const all = new Map([...fresh, ...old].map((fact) => [JSON.stringify(fact), fact]));
    return [...all.values()];
  }
  return { ...old, ...fresh };
}

/** Every place of a block, as facts name places. */
export function placesOf(block: Block, prefix = ""): Map<string, Field> {
  const places = fieldsOf(block).flatMap((field): [string, Field][] => [
    [prefix + field.name, field],
    ...(field.nested ? placesOf(field.nested.block, `${prefix}${field.name}.`) : []),
  ]);
  return new Map(places);
}
