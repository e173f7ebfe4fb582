import { type Fields, isFields, isList, type Value } from "../../../cty/value.ts";
import { codedElements, isBlank } from "./codes.ts";
import { elementType, type Shape, TIMEOUTS } from "./shape.ts";
import { textOf, zeroText } from "./text.ts";
import { COUNT, Tree } from "./tree.ts";

/** Texts by place. */
export type Texts = Tree<string>;

/**
 * A state as the library reads it. Inside of nested blocks it has no null: every value that is
 * missing there is the zero of its type. An element without any value is lost.
 */
export function stateTexts(shapes: readonly Shape[], state: Fields): Texts {
  const texts: Texts = new Tree();
  for (const shape of shapes) {
    const value = state[shape.key] ?? null;
    if (value === null || shape.name === TIMEOUTS) continue;
    texts.hang(shape.key, written(shape, value));
  }
  return texts;
}

function written(shape: Shape, value: Value): Texts {
  if (shape.kind === "primitive") return new Tree(textOf(value) ?? zeroText(shape.type));
  const texts: Texts = new Tree();
  if (shape.kind === "map") {
    const entries = Object.entries(isFields(value) ? value : {});
    const known = entries.filter(([, item]) => item !== null);
    for (const [key, item] of known) texts.put(key, textOf(item) ?? "");
    texts.put(COUNT, `${known.length}`);
    return texts;
  }
  const elements = isList(value) ? value : [];
  if (shape.kind === "list") {
    for (const [at, item] of elements.entries()) texts.hang(`${at}`, element(shape, item));
    texts.put(COUNT, `${elements.length}`);
    return texts;
  }
  const coded = codedElements(shape, elements, "state");
  for (const { code, value: item } of coded) texts.hang(code, element(shape, item));
  texts.put(COUNT, `${coded.length}`);
  return texts;
}

function element(shape: Shape, value: Value): Texts | undefined {
  const { fields } = shape;
  if (!fields) {
    const type = elementType(shape);
    return typeof type === "string" ? new Tree(textOf(value) ?? "") : nested(value);
  }
  if (!isFields(value) || isBlank(shape, value, "state")) return undefined;
  const texts: Texts = new Tree();
  for (const field of fields) texts.hang(field.key, written(field, value[field.key] ?? null));
  return texts;
}

/** An element that is a list or a map itself, as a few attributes have them. */
function nested(value: Value): Texts {
  if (!isFields(value) && !isList(value)) return new Tree(textOf(value) ?? "");
  const texts: Texts = new Tree();
  const entries = Object.entries(value);
  for (const [key, item] of entries) texts.hang(key, nested(item as Value));
  texts.put(COUNT, `${entries.length}`);
  return texts;
}
