import type { CtyType } from "../../cty/type.ts";
import { type Fields, isFields, isList, type Value } from "../../cty/value.ts";
import { fieldsOf, mapElements } from "../../schema/fields.ts";
import type { Block } from "../../schema/schema.ts";

/** The name under which every type may have time limits, which no cloud knows. */
const TIMEOUTS = "timeouts";

/**
 * What the older library keeps of a resource that it has read: inside of a block it knows no
 * "nothing", so an empty text, 0, false or an empty list stands where the author wrote none. With a
 * null there instead, the next change of the block would seem to write all of these.
 *
 * Source: terraform-plugin-sdk v2, helper/schema: FieldReadResult.ValueOrZero, readObjectField.
 */
export function withBlanks(object: Fields, block: Block): Fields {
  return Object.fromEntries(
    fieldsOf(block).map(({ name, type, nested }) => {
      const value = object[name] ?? null;
      if (name === TIMEOUTS) return [name, value];
      if (!nested) return [name, blankInside(value, type)];
      return [name, mapElements(value, nested.mode, (element) => filled(element, nested.block))];
    }),
  );
}

/** One element of a block. */
function filled(element: Fields, block: Block): Fields {
  const whole = withBlanks(element, block);
  return Object.fromEntries(
    fieldsOf(block).map(({ name, type, attribute }) => {
      const value = whole[name] ?? null;
      return [name, value === null && !attribute?.write_only ? blankOf(type) : value];
    }),
  );
}

/** An attribute that holds objects is a block to the library. */
function blankInside(value: Value, type: CtyType): Value {
  if (typeof type === "string" || !isList(value)) return value;
  const element = type[1] as CtyType;
  if (typeof element === "string" || element[0] !== "object") return value;
  const fields = Object.entries(element[1] as Readonly<Record<string, CtyType>>);
  return value.map((item) =>
    isFields(item)
      ? Object.fromEntries(
          fields.map(([name, inner]) => [
            name,
            blankInside(item[name] ?? null, inner) ?? blankOf(inner),
          ]),
        )
      : item,
  );
}

function blankOf(type: CtyType): Value {
  if (type === "string") return "";
  if (type === "number") return 0;
  if (type === "bool") return false;
  if (typeof type === "string") return null;
  return type[0] === "map" ? {} : [];
}
