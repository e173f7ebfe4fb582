import type { CtyType } from "../../../cty/type.ts";
import { type Fields, isFields, isList, isUnknown, type Value } from "../../../cty/value.ts";
import type { Field } from "../../../schema/fields.ts";
import { innerFields, kindOf } from "./parts.ts";

/** What the SDK takes a missing value for. */
export function zeroOf(type: CtyType): Value {
  if (type === "string") return "";
  if (type === "number") return 0;
  if (type === "bool") return false;
  return kindOf(type) === "map" ? {} : [];
}

/**
 * A prior state as the SDK reads it: inside of nested blocks it has no null, every value that is
 * missing there becomes the zero of its type.
 */
export function withZeros(fields: readonly Field[], object: Fields, isNested = false): Fields {
  return Object.fromEntries(
    fields.map((field) => {
      const value = object[field.name] ?? null;
      if (value === null) {
        return [field.name, isNested && field.name !== "timeouts" ? zeroOf(field.type) : null];
      }
      const inner = innerFields(field);
      if (!inner || !isList(value)) return [field.name, value];
      const elements = value.map((item) =>
        // An element without any value is no element to the SDK, and stays as it is.
        isFields(item) && Object.values(item).some((one) => one !== null)
          ? withZeros(inner, item, true)
          : item,
      );
      return [field.name, elements];
    }),
  );
}

/** A text that two values share if and only if the SDK cannot tell them apart. */
export function sdkText(value: Value, type: CtyType): string {
  if (isUnknown(value)) return "unknown";
  if (isZero(value)) return "zero";
  if (isList(value)) {
    const items = value.map((item) => sdkText(item, type[1] as CtyType));
    return `[${(type[0] === "set" ? items.sort() : items).join()}]`;
  }
  if (isFields(value)) {
    const inner: unknown = type[1];
    const of = (name: string) =>
      (type[0] === "object" ? (inner as Record<string, CtyType>)[name] : inner) as CtyType;
    const names = Object.keys(type[0] === "object" ? (inner as object) : value).sort();
    const texts = names.map((name) => [name, sdkText(value[name] ?? null, of(name))] as const);
    return `{${texts.map(([name, text]) => `${name}:${text}`).join()}}`;
  }
  return JSON.stringify(`${value}`);
}

/** Is it null, or the zero of its type? The two are one to the SDK. */
export function isZero(value: Value): boolean {
  if (isUnknown(value)) return false;
  if (isList(value)) return value.length === 0;
  if (isFields(value)) return Object.keys(value).length === 0;
  return value === null || value === "" || value === 0 || value === false;
}
