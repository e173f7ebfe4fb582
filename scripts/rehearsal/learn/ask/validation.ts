import type { CtyType } from "../../provider/cty/type.ts";
import type { Value } from "../../provider/cty/value.ts";
import type { Block } from "../../provider/schema/schema.ts";
import { wordsOf } from "../hear/knowledge.ts";
import { readRelation } from "../hear/relation.ts";
import { leavesMeant } from "../hear/whose.ts";
import { type Config, minimalConfig, setLeaf } from "../probe/config.ts";
import type { Leaf } from "../probe/leaf.ts";
import type { Subject } from "./subject.ts";

/** Values that hardly any rule accepts: a strange word, a long one, a sign, far numbers. */
const TEXTS = ["zz-bogus", "z".repeat(3_000), "!!"] as const;
const NUMBERS = [-987_654, 987_654_321] as const;

/**
 * Learns the rules for single values: writes nonsense everywhere at once and reads each refusal.
 * Where another refusal came first, asks again with that attribute alone.
 */
export async function askValidation(subject: Subject): Promise<void> {
  for (const round of [0, 1, 2]) {
    const asked = subject.leaves.filter((leaf) => nonsense(leaf.type, round) !== undefined);
    const config = configWith(subject.block, asked, round);
    for (const leaf of await hearAll(subject, config, asked)) {
      await hearAll(subject, configWith(subject.block, [leaf], round), [leaf]);
    }
  }
}

/** Keeps what is said; the result are the leaves of which only relations were heard. */
async function hearAll(subject: Subject, config: Config, leaves: readonly Leaf[]) {
  const { knowledge, name, block, provider } = subject;
  const hidden = new Set<Leaf>();
  const heard = new Set<Leaf>();
  for (const diagnostic of await provider.validate(name, block, config)) {
    const words = wordsOf(diagnostic);
    const meant = leavesMeant(diagnostic, subject.leaves).filter((leaf) => leaves.includes(leaf));
    if (readRelation(words)) {
      for (const leaf of meant) hidden.add(leaf);
      continue;
    }
    const [leaf, another] = meant;
    if (another) {
      // Several leaves of one name: nobody knows which of them it is about.
      for (const each of meant) hidden.add(each);
    } else if (leaf && leaf.path !== "id") {
      heard.add(leaf);
      knowledge.hear(leaf, words);
    }
  }
  return leaves.length > 1 ? [...hidden].filter((leaf) => !heard.has(leaf)) : [];
}

function configWith(block: Block, leaves: readonly Leaf[], round: number): Config {
  const fill = (leaf: Leaf) => nonsense(leaf.type, round) ?? plain(leaf.type);
  const config = minimalConfig(block, leaves.length > 1 ? fill : ({ type }) => plain(type));
  for (const leaf of leaves) setLeaf(config, leaf, fill(leaf), ({ type }) => plain(type));
  return config;
}

function nonsense(type: CtyType, round: number): Value | undefined {
  if (type === "string") return TEXTS[round];
  if (type === "number") return NUMBERS[round];
  if (typeof type === "string" || (type[0] !== "list" && type[0] !== "set")) return undefined;
  const item = nonsense(type[1] as CtyType, round);
  return item === undefined ? undefined : [item];
}

function plain(type: CtyType): Value {
  if (type === "string") return "aaa1";
  if (type === "number") return 1;
  if (type === "bool") return false;
  if (type === "dynamic") return null;
  const [kind, inner] = type;
  if (kind === "object") {
    return Object.fromEntries(
      Object.entries(inner as Readonly<Record<string, CtyType>>).map(([k, t]) => [k, plain(t)]),
    );
  }
  if (kind === "tuple") return (inner as readonly CtyType[]).map(plain);
  return kind === "map" ? { k: plain(inner as CtyType) } : [plain(inner as CtyType)];
}
