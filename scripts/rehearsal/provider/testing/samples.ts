import type { CtyType } from "../cty/type.ts";
import { type Fields, isList, type Value } from "../cty/value.ts";
import { type Field, fieldsOf } from "../schema/fields.ts";
import { type Block, isSettable } from "../schema/schema.ts";

/** Numbers from 0 to 1 that follow from a seed. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Some arguments that the schema allows: all required ones, and some of the others. Not what nobody
 * writes: the tags that a provider computes, and blocks with nothing in them.
 */
export function sampleConfig(block: Block, random: () => number, depth = 0): Fields {
  const sample = Object.fromEntries(
    fieldsOf(block).map((field): [string, Value] => [
      field.name,
      field.name === "tags_all" ? null : sampleField(field, random, depth),
    ]),
  );
  const isBlank = Object.values(sample).every(isNothing);
  if (depth === 0 || !isBlank) return sample;
  const first = fieldsOf(block).find(({ attribute }) => !attribute || isSettable(attribute));
  return first ? { ...sample, [first.name]: filled(first, random, depth) } : sample;
}

/** Something in a place, so that what is around it is not empty. */
function filled({ type, nested }: Field, random: () => number, depth: number): Value {
  if (!nested) return sampleValue(type, random);
  const one = sampleConfig(nested.block, random, depth + 1);
  if (nested.mode === "map") return { a: one };
  return nested.mode === "list" || nested.mode === "set" ? [one] : one;
}

function isNothing(value: Value): boolean {
  return value === null || (isList(value) && value.length === 0);
}

function sampleField(field: Field, random: () => number, depth: number): Value {
  const { attribute, nested } = field;
  if (attribute && !isSettable(attribute)) return null;
  const isWanted = attribute?.required === true || random() < (depth === 0 ? 0.4 : 0.2);
  if (!nested) return isWanted ? sampleValue(field.type, random) : null;
  const isSingle = nested.mode === "single" || nested.mode === "group";
  if (!isWanted || depth > 2) return isSingle || attribute ? null : nested.mode === "map" ? {} : [];
  const one = () => sampleConfig(nested.block, random, depth + 1);
  if (isSingle) return one();
  return nested.mode === "map" ? { a: one(), b: one() } : [one()];
}

/** A value of a type. */
export function sampleValue(type: CtyType, random: () => number): Value {
  if (type === "string") return `text-${Math.floor(random() * 1000)}`;
  if (type === "number") return Math.floor(random() * 1000) + 1;
  if (type === "bool") return random() < 0.5;
  if (type === "dynamic") return null;
  const [kind, inner] = type;
  if (kind === "map") return { key: sampleValue(inner as CtyType, random) };
  if (kind === "object") {
    return Object.fromEntries(
      Object.entries(inner as Readonly<Record<string, CtyType>>).map(([name, field]) => [
        name,
        sampleValue(field, random),
      ]),
    );
  }
  if (kind === "tuple") return inner.map((item) => sampleValue(item, random));
  return [sampleValue(inner as CtyType, random), sampleValue(inner as CtyType, random)];
}
