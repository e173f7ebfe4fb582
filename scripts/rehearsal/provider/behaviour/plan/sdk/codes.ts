import { type Fields, isFields, isList, isUnknown, type Value } from "../../../cty/value.ts";
import { elementType, type Shape } from "./shape.ts";
import { textOf, zeroText } from "./text.ts";

/** Whose values are looked at: a state has no defaults, what an author wrote has. */
export type Source = "state" | "config";

/** An element of a set, under the code by which the library knows it. */
export interface Coded {
  readonly code: string;
  readonly value: Value;
}

/**
 * The elements of a set by their codes. An element is known by all that an author may write in it;
 * what only the cloud computes does not count. One that holds something unknown is like no other.
 */
export function codedElements(shape: Shape, value: Value, from: Source): readonly Coded[] {
  const found = new Map<string, Value>();
  for (const element of isList(value) ? value : []) {
    if (from === "state" && isBlank(shape, element, from)) continue;
    const plain = codeOf(shape, element, from);
    if (!hasUnknown(shape.fields, element)) {
      found.set(plain, element);
      continue;
    }
    let code = `~${plain}`;
    for (let more = 1; found.has(code); more++) code = `~${plain}${more}`;
    found.set(code, element);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, value]) => ({ code, value }));
}

/** Is there nothing in an element, so that it is lost on the way through texts? */
export function isBlank({ fields }: Shape, element: Value, from: Source): boolean {
  if (!fields) return element === null;
  if (!isFields(element)) return true;
  return fields.every((field) => {
    const value = element[field.key] ?? null;
    if (value !== null) {
      return from === "config" && field.isBlock && isList(value) && value.length === 0;
    }
    return from === "state" || field.fallback === undefined;
  });
}

/**
 * A text that two lists share if and only if the library takes them for the same. Undefined where
 * it never does: it cannot compare what has sets in it.
 */
export function listText(shape: Shape, list: readonly Value[], from: Source): string | undefined {
  if (list.length > 0 && shape.fields?.some(hasSet)) return undefined;
  return list
    .map((item) => (isBlank(shape, item, from) ? "nil" : element(shape, item, from, true)))
    .join();
}

function hasSet({ kind, fields }: Shape): boolean {
  return kind === "set" || fields?.some(hasSet) === true;
}

function hasUnknown(fields: readonly Shape[] | undefined, value: Value): boolean {
  if (isUnknown(value)) return true;
  if (!fields || !isFields(value)) return false;
  return fields.some((field) => {
    const inner = value[field.key] ?? null;
    if (isUnknown(inner)) return true;
    if (isList(inner)) return inner.some((item) => hasUnknown(field.fields, item));
    return isFields(inner) && Object.values(inner).some(isUnknown);
  });
}

function codeOf(shape: Shape, value: Value, from: Source): string {
  return element(shape, value, from, false);
}

/** @param whole do values count that only the cloud computes? */
function element(shape: Shape, value: Value, from: Source, whole: boolean): string {
  const { fields } = shape;
  if (!fields) {
    const type = elementType(shape);
    return typeof type === "string"
      ? `${textOf(value) ?? zeroText(type)};`
      : JSON.stringify(value, (_, item) => (isUnknown(item) ? null : item));
  }
  if (!isFields(value) || isBlank(shape, value, from)) return "<>";
  return `<${object(fields, value, from, whole)}>`;
}

function object(fields: readonly Shape[], value: Fields, from: Source, whole: boolean): string {
  const settable = fields.filter(({ required, optional }) => required || optional);
  const hashed = (settable.length === 0 ? fields : settable).filter((field) => field.hashed);
  const counted = whole ? fields : hashed;
  return counted
    .map((field) => `${field.key}:${member(field, value[field.key] ?? null, from, whole)}`)
    .join("");
}

function member(shape: Shape, value: Value, from: Source, whole: boolean): string {
  const given = value ?? (from === "config" ? (shape.fallback ?? null) : null);
  if (shape.kind === "primitive") {
    return `${textOf(given) ?? zeroText(shape.type)};`;
  }
  if (shape.kind === "map") {
    const entries = isFields(given) && !Object.values(given).some(isUnknown) ? given : {};
    const texts = Object.keys(entries)
      .sort()
      .map((key) => `${key}:${textOf(entries[key])};`);
    return `[${texts.join("")}];`;
  }
  const items = isList(given) ? given : [];
  if (shape.kind === "list") {
    return `(${items.map((item) => element(shape, item, from, whole)).join("")});`;
  }
  const coded = codedElements(shape, items, from);
  return `{${coded.map(({ value: item }) => element(shape, item, from, whole)).join("")}};`;
}
