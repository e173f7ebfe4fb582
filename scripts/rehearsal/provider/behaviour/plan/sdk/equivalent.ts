import type { CtyType } from "../../../cty/type.ts";
import { isFields, isList, isUnknown, type Value } from "../../../cty/value.ts";

/** Can the library not tell two values apart? To it, nothing and the zero of a type are one. */
export function isEquivalent(a: Value, b: Value, type: CtyType): boolean {
  return a === b || told(a, type) === told(b, type);
}

function told(value: Value, type: CtyType): string {
  if (isUnknown(value)) return "unknown";
  if (isZero(value)) return "zero";
  if (isList(value)) {
    const items = value.map((item) => told(item, type[1] as CtyType));
    return `[${(type[0] === "set" ? items.sort() : items).join()}]`;
  }
  if (isFields(value)) {
    const inner: unknown = type[1];
    const of = (name: string) =>
      (type[0] === "object" ? (inner as Record<string, CtyType>)[name] : inner) as CtyType;
    const names = Object.keys(type[0] === "object" ? (inner as object) : value).sort();
    return `{${names.map((name) => `${name}:${told(value[name] ?? null, of(name))}`).join()}}`;
  }
  return JSON.stringify(`${value}`);
}

function isZero(value: Value): boolean {
  if (isList(value)) return value.length === 0;
  if (isFields(value)) return Object.keys(value).length === 0;
  return value === null || value === "" || value === 0 || value === false;
}
