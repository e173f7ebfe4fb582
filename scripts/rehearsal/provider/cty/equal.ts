import type { CtyType } from "./type.ts";
import { Dynamic, isFields, isList, isUnknown, type Value } from "./value.ts";

/** Are they the same value? Sets are compared without their order; unknown equals unknown. */
export function isEqual(a: Value, b: Value, type: CtyType): boolean {
  return a === b || canonical(a, type) === canonical(b, type);
}

/** A text that two values share if and only if they are equal. */
export function canonical(value: Value | undefined, type: CtyType): string {
  if (value === null || value === undefined) return "null";
  if (isUnknown(value)) return "unknown";
  if (value instanceof Dynamic) {
    return `dynamic ${value.type} ${canonical(value.value, JSON.parse(value.type) as CtyType)}`;
  }
  if (isList(value)) return canonicalList(value, type);
  if (isFields(value)) {
    const types = fieldTypes(type);
    // A field that an object lacks is null, so that both spellings are one.
    const names = Object.keys(type[0] === "object" ? (type[1] as object) : value).sort();
    return `{${names.map((name) => `${name}:${canonical(value[name], types(name))}`).join()}}`;
  }
  return typeof value === "string" && type !== "number" ? JSON.stringify(value) : `${value}`;
}

function canonicalList(value: readonly Value[], type: CtyType): string {
  const [kind, inner] = type as readonly [string, CtyType | readonly CtyType[]];
  if (kind === "tuple") {
    const types = inner as readonly CtyType[];
    return `[${value.map((item, at) => canonical(item, types[at]!)).join()}]`;
  }
  const items = value.map((item) => canonical(item, inner as CtyType));
  return `[${(kind === "set" ? [...new Set(items)].sort() : items).join()}]`;
}

function fieldTypes(type: CtyType): (name: string) => CtyType {
  const inner = type[1] as Readonly<Record<string, CtyType>>;
  return type[0] === "object" ? (name) => inner[name]! : () => type[1] as CtyType;
}
