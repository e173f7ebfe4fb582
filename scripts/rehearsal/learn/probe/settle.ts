import type { CtyType } from "../../provider/cty/type.ts";
import { type Fields, isFields, isList, isUnknown, type Value } from "../../provider/cty/value.ts";
import { type Field, fieldsOf, mapElements } from "../../provider/schema/fields.ts";
import type { Block, Facts } from "../../provider/schema/schema.ts";
import { type Draw, likelyValue } from "./values.ts";

/** Makes a state of a plan: what is unknown in it gets a value that a cloud might give it. */
export function settle(
  block: Block,
  planned: Fields,
  facts: Facts,
  draw: Draw,
  prefix = "",
  inSet = false,
): Fields {
  return Object.fromEntries(
    fieldsOf(block).map((field) => [
      field.name,
      settleField(field, planned[field.name] ?? null, facts, draw, prefix + field.name, inSet),
    ]),
  );
}

function settleField(
  field: Field,
  value: Value,
  facts: Facts,
  draw: Draw,
  path: string,
  inSet: boolean,
): Value {
  // Providers read back an element of a set as the author wrote it.
  if (isUnknown(value) && inSet && field.attribute?.optional && field.type === "string") return "";
  if (isUnknown(value)) return made(field, facts, draw, path);
  if (!field.nested) return field.attribute?.write_only ? null : withoutUnknown(value, field.type);
  return mapElements(value, field.nested.mode, (element) =>
    settle(
      field.nested!.block,
      element,
      facts,
      draw,
      `${path}.`,
      inSet || field.nested!.mode === "set",
    ),
  );
}

function made({ name, type, attribute, nested }: Field, facts: Facts, draw: Draw, path: string) {
  if (nested) return nested.mode === "map" ? {} : nested.mode === "single" ? null : [];
  if (typeof type !== "string") return emptyOf(type);
  const leaf = { path, name, type, attribute: attribute ?? {}, containers: [] };
  return likelyValue(leaf, facts, draw, 7);
}

function emptyOf(type: Exclude<CtyType, string>): Value {
  return type[0] === "map" ? {} : type[0] === "list" || type[0] === "set" ? [] : null;
}

/** An unknown deep in a list or map becomes a text, which is what nearly all of them are. */
function withoutUnknown(value: Value, type: CtyType): Value {
  if (isUnknown(value)) return type === "string" ? "ccc" : type === "number" ? 3 : null;
  const inner: unknown = type[1];
  const of = (key: string) =>
    (type[0] === "object" ? (inner as Record<string, CtyType>)[key] : inner) as CtyType;
  if (isList(value)) return value.map((item) => withoutUnknown(item, of("")));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutUnknown(item, of(key))]),
  );
}
