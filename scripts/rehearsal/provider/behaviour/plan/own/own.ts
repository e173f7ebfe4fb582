import type { CtyType } from "../../../cty/type.ts";
import { type Fields, isFields, isList, type Value } from "../../../cty/value.ts";
import type { Block, Facts } from "../../../schema/schema.ts";
import { typeOfBlock } from "../../../schema/type-of.ts";
import { isEquivalent } from "../sdk/equivalent.ts";

/** One resource while it is being planned. */
export interface Planning {
  /** Undefined for a create. */
  readonly prior: Fields | undefined;
  /** The author's values, with computed ones of `prior` where the author wrote none. */
  readonly proposed: Fields;
  /** The author's values alone. */
  readonly config: Fields;
  readonly block: Block;
  readonly facts: Facts;
  /** Makes the change of an argument force a replacement. */
  readonly force: (name: string) => void;
}

/** What stands at a place, and what is wished for there; "" is nothing. */
export interface Texts {
  readonly old: string;
  readonly next: string;
}

/**
 * What the code of one resource type does in a plan, beyond what its schema and any learned fact
 * can tell, because it depends on other values.
 */
export interface Own {
  /** Changes what is wished for, before anything is compared. */
  readonly wish?: (planning: Planning) => Fields;
  /** Changes what is planned. */
  readonly plan?: (planned: Fields, planning: Planning) => Fields;
  /** Does the provider take two texts at a place for the same? Undefined: as the facts tell it. */
  readonly isSame?: (name: string, texts: Texts, planning: Planning) => boolean | undefined;
  /** Are the tags that the provider block gives to everything kept away from this resource? */
  readonly hasOwnTagsOnly?: (planning: Planning) => boolean;
}

/** Is an argument wished for with another value than it has? Nothing and zero are the same. */
export function isChanged({ prior, proposed, block }: Planning, name: string): boolean {
  const type = (typeOfBlock(block)[1] as Readonly<Record<string, CtyType>>)[name];
  const before = prior?.[name] ?? null;
  return type !== undefined && !isEquivalent(before, proposed[name] ?? null, type);
}

/** The first element of a nested block. */
export function firstOf(value: Value | undefined): Fields | undefined {
  const first = isList(value) ? value[0] : undefined;
  return isFields(first) ? first : undefined;
}

/** How many elements a list or set has. */
export function lengthOf(value: Value | undefined): number {
  return isList(value) ? value.length : 0;
}
