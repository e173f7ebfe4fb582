import type { CtyType } from "../../../cty/type.ts";
import { type Fields, UNKNOWN, type Value } from "../../../cty/value.ts";
import { elementType, type Shape } from "./shape.ts";
import type { Texts } from "./state-texts.ts";
import { UNKNOWN_TEXT, valueOfText } from "./text.ts";
import { COUNT } from "./tree.ts";

/** What texts say: values again. What has no text is null; so is a block of which none speaks. */
export function valuesOf(shapes: readonly Shape[], texts: Texts | undefined): Fields {
  return Object.fromEntries(
    shapes.map((shape) => [shape.key, read(shape, texts?.kids.get(shape.key))]),
  );
}

function read(shape: Shape, texts: Texts | undefined): Value {
  if (shape.kind === "primitive") return primitive(texts?.own, shape.type);
  const count = texts?.at(COUNT);
  if (texts === undefined || count === undefined) return null;
  if (count === UNKNOWN_TEXT) return UNKNOWN;
  const names = [...texts.kids.keys()].filter((name) => name !== COUNT);
  const element = (name: string) => elementOf(shape, texts.kids.get(name));
  if (shape.kind === "map") return Object.fromEntries(names.map((name) => [name, element(name)]));
  if (shape.kind === "list") {
    return Array.from({ length: Number(count) }, (_, at) => element(`${at}`));
  }
  // Of a set with one element that left no text it is still known that it is there.
  return names.length === 0 && count === "1" ? [element("")] : names.map(element);
}

function elementOf(shape: Shape, texts: Texts | undefined): Value {
  if (shape.fields) return valuesOf(shape.fields, texts);
  return bare(elementType(shape), texts);
}

/** An element without a shape: primitive, or a list or map of its own. */
function bare(type: CtyType, texts: Texts | undefined): Value {
  if (typeof type === "string") return primitive(texts?.own, type);
  const count = texts?.at(COUNT);
  if (texts === undefined || count === undefined) return null;
  const names = [...texts.kids.keys()].filter((name) => name !== COUNT);
  const entries = names.map(
    (name) => [name, bare(type[1] as CtyType, texts.kids.get(name))] as const,
  );
  return type[0] === "map" ? Object.fromEntries(entries) : entries.map(([, value]) => value);
}

function primitive(text: string | undefined, type: CtyType): Value {
  if (text === undefined) return null;
  return text === UNKNOWN_TEXT ? UNKNOWN : valueOfText(text, type);
}
