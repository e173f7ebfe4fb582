import { isEqual } from "../../../cty/equal.ts";
import { type Fields, isFields, isList, UNKNOWN, type Value } from "../../../cty/value.ts";
import { elementsOf, type Field, fieldsOf } from "../../../schema/fields.ts";
import type { Block, Facts } from "../../../schema/schema.ts";

/** What decides which computed values an update makes unknown. */
export interface Marking {
  readonly facts: Facts;
  /** Names of the places that change. */
  readonly changed: readonly string[];
}

/**
 * The planned state in which every computed value that the author did not write and that has no
 * default is unknown, but for those that the provider keeps.
 *
 * @param prior undefined for something new, also inside of something that stands
 */
export function withMarks(
  block: Block,
  prior: Fields | undefined,
  base: Fields,
  config: Fields,
  marking: Marking,
  prefix = "",
): Fields {
  return Object.fromEntries(
    fieldsOf(block).map((field) => {
      const name = prefix + field.name;
      const value = base[field.name] ?? null;
      const written = config[field.name] ?? null;
      const before = prior?.[field.name] ?? null;
      if (field.attribute?.write_only) return [field.name, null];
      if (field.attribute?.computed && written === null) {
        return [field.name, computed(name, value, prior && before, marking)];
      }
      if (!field.nested || value === null) return [field.name, value];
      return [field.name, nested(field, before, value, written, marking, `${name}.`)];
    }),
  );
}

/** @param before undefined where the thing is new */
function computed(name: string, value: Value, before: Value | undefined, marking: Marking): Value {
  const { facts, changed } = marking;
  if (facts.defaults && name in facts.defaults) return value;
  // Something new has a value that nobody wrote from its provider alone, such as its region.
  if (before === undefined && value !== null && !name.includes(".")) return value;
  if (before === undefined) return facts.nullAtCreate?.includes(name) ? null : UNKNOWN;
  // What is not there yet is not kept.
  if (before === null) return facts.nullAtCreate?.includes(name) ? null : UNKNOWN;
  if (name.includes(".")) return facts.kept?.includes(name) ? before : UNKNOWN;
  const when = facts.recomputed?.[name];
  const applies = when === "always" || changed.some((path) => when?.includes(path));
  return applies ? UNKNOWN : before;
}

function nested(
  field: Field,
  before: Value,
  value: Value,
  written: Value,
  marking: Marking,
  prefix: string,
): Value {
  const { mode, block } = field.nested!;
  const old = elementsOf(before, mode);
  const own = elementsOf(written, mode);
  const mark = (element: Fields, key: number | string): Fields => {
    const pair = mode === "set" ? writtenAs(block, element, own) : at(own, key);
    return withMarks(block, at(old, key), element, pair ?? {}, marking, prefix);
  };
  if (isList(value)) return value.map((item, key) => (isFields(item) ? mark(item, key) : item));
  if (!isFields(value)) return value;
  if (mode !== "map") return mark(value, "");
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, isFields(item) ? mark(item, key) : item]),
  );
}

type Elements = ReturnType<typeof elementsOf>;

function at(elements: Elements, key: number | string): Fields | undefined {
  if (typeof key === "number") return elements[key]?.value;
  return elements.find(({ step }) => (step ? Object.values(step)[0] : "") === key)?.value;
}

/** The element of a set that the author wrote and that this one came of. */
function writtenAs(block: Block, element: Fields, own: Elements): Fields | undefined {
  return own.find(({ value }) =>
    fieldsOf(block).every(({ name, type }) => {
      const written = value[name] ?? null;
      return written === null || isEqual(written, element[name] ?? null, type);
    }),
  )?.value;
}
