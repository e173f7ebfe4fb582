import type { Fields, Value } from "../../provider/cty/value.ts";
import type { Block } from "../../provider/schema/schema.ts";
import type { Knowledge } from "../hear/knowledge.ts";
import type { Config } from "../probe/config.ts";
import type { Leaf, Nest } from "../probe/leaf.ts";
import { type Draw, likelyValue } from "../probe/values.ts";
import type { Asked } from "../provider/session.ts";

/** The resource type that is being asked about. */
export interface Subject {
  readonly name: string;
  readonly block: Block;
  readonly leaves: readonly Leaf[];
  readonly nests: readonly Nest[];
  readonly provider: Asked;
  readonly knowledge: Knowledge;
  readonly draw: Draw;
  /** Told each configuration that the provider accepted, with what it planned. */
  readonly seen?: (accepted: { readonly config: Config; readonly planned: Fields }) => void;
}

/** A value that is likely to be accepted at a leaf; another one for each round. */
export function valueFor(subject: Subject, leaf: Leaf, round = 0): Value {
  return likelyValue(leaf, subject.knowledge.facts, subject.draw, round);
}
