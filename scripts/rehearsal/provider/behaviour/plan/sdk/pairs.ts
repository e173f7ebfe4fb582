import { type Fields, isFields, isList, type Value } from "../../../cty/value.ts";
import { type Field, fieldsOf } from "../../../schema/fields.ts";
import { sdkText } from "./zero.ts";

/** The elements of a set: which was there before, and which is there no more. */
export interface Pairs {
  readonly pairs: readonly { readonly old: Fields | undefined; readonly wanted: Fields }[];
  readonly gone: readonly Fields[];
}

/**
 * Finds each element of a set among those of before. The older library knows an element by all that
 * an author may write in it; what only the cloud computes does not count.
 */
export function pairUp(
  fields: readonly Field[],
  before: readonly Value[],
  after: readonly Value[],
): Pairs {
  const left = before.filter(isFields);
  const pairs = after.filter(isFields).map((wanted) => {
    // An element in which nothing is written is like no other, not even like itself.
    const isBlank = Object.values(wanted).every((value) => value === null || isEmptyList(value));
    const at = isBlank ? -1 : left.findIndex((old) => isSameElement(fields, old, wanted));
    return { old: at < 0 ? undefined : left.splice(at, 1)[0], wanted };
  });
  return { pairs, gone: left };
}

function isSameElement(fields: readonly Field[], old: Fields, wanted: Fields): boolean {
  return fields.every(({ name, type, attribute, nested }) => {
    const was = old[name] ?? null;
    const is = wanted[name] ?? null;
    if (attribute?.computed && (is === null || !attribute.optional)) return true;
    if (sdkText(was, type) === sdkText(is, type)) return true;
    if (!nested || !isList(was) || !isList(is) || was.length !== is.length) return false;
    const inner = fieldsOf(nested.block);
    const { pairs, gone } = pairUp(inner, was, is);
    return gone.length === 0 && pairs.every((pair) => pair.old !== undefined);
  });
}

function isEmptyList(value: Value): boolean {
  return isList(value) && value.length === 0;
}
