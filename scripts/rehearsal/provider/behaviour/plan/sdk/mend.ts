import {
  type Fields,
  isFields,
  isList,
  isUnknown,
  UNKNOWN,
  type Value,
} from "../../../cty/value.ts";
import { type Field, fieldsOf } from "../../../schema/fields.ts";
import type { Block } from "../../../schema/schema.ts";
import { innerFields, kindOf } from "./parts.ts";

/**
 * Gives back what was lost on the way through texts: an empty text or list that the author wrote,
 * and what is not known yet. Sets stay as they are: their elements have no partners.
 */
export function withLost(fields: readonly Field[], planned: Fields, proposed: Fields): Fields {
  return Object.fromEntries(
    fields.map((field) => [
      field.name,
      lost(field, planned[field.name] ?? null, proposed[field.name] ?? null),
    ]),
  );
}

function lost(field: Field, planned: Value, proposed: Value): Value {
  if (field.attribute?.write_only) return null;
  if (planned === null) {
    const isEmpty =
      proposed === "" ||
      (kindOf(field.type) === "list" && isList(proposed) && proposed.length === 0);
    return isEmpty || isUnknown(proposed) ? proposed : null;
  }
  const inner = innerFields(field);
  if (!inner || kindOf(field.type) !== "list" || !isList(planned) || !isList(proposed)) {
    return planned;
  }
  if (planned.length !== proposed.length) return planned;
  return planned.map((item, at) => {
    const pair = proposed[at];
    return isFields(item) && isFields(pair) ? withLost(inner, item, pair) : item;
  });
}

/** A create: what is computed and has no value is known after it only. */
export function withUnknowns(block: Block, planned: Fields): Fields {
  return Object.fromEntries(
    fieldsOf(block).map(({ name, attribute, nested }) => {
      const value = planned[name] ?? null;
      if (attribute) return [name, attribute.computed && value === null ? UNKNOWN : value];
      if (!isList(value)) return [name, value];
      const elements = value.map((item) =>
        isFields(item) ? withUnknowns(nested!.block, item) : item,
      );
      return [name, elements];
    }),
  );
}
