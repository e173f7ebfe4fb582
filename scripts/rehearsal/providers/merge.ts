import { fieldsOf } from "../provider/schema/fields.ts";
import type { Block, Facts } from "../provider/schema/schema.ts";

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
  const here = pathsOf(block);
  const there = pathsOf(asked);
  for (const path of learned.unknown ?? []) there.delete(path);
  const kinds = new Set([...Object.keys(learned), ...Object.keys(before)]);
  kinds.delete("legacy");
  const merged = [...kinds].sort().map((kind) => {
    const fresh = only(learned[kind as keyof Facts] as Kind, (path) => here.has(path));
    const old = only(
      before[kind as keyof Facts] as Kind,
      (path) => here.has(path) && !there.has(path),
    );
    return [kind, joined(fresh, old)] as const;
  });
  const told = merged.filter(([, value]) => Object.keys(value).length > 0);
  const { legacy = before.legacy } = learned;
  return { ...(legacy !== undefined && { legacy }), ...Object.fromEntries(told) };
}

type Kind = Exclude<Facts[keyof Facts], boolean>;

/** The facts of a kind that speak of the wanted paths alone. */
function only(facts: Kind, isWanted: (path: string) => boolean): object {
  if (facts === undefined) return [];
  if (!Array.isArray(facts)) {
    return Object.fromEntries(Object.entries(facts).filter(([path]) => isWanted(path)));
  }
  return facts.filter((fact: string | readonly string[]) =>
    typeof fact === "string" ? isWanted(fact) : fact.every(isWanted),
  );
}

function joined(fresh: object, old: object): object {
  if (Array.isArray(fresh) && Array.isArray(old)) {
    const all = new Map([...fresh, ...old].map((fact) => [JSON.stringify(fact), fact]));
    return [...all.values()];
  }
  return { ...old, ...fresh };
}

/** Every place of a block, as facts name places. */
function pathsOf(block: Block, prefix = ""): Set<string> {
  const paths = fieldsOf(block).flatMap(({ name, nested }) => [
    prefix + name,
    ...(nested ? pathsOf(nested.block, `${prefix}${name}.`) : []),
  ]);
  return new Set(paths);
}
