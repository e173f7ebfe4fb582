import { below, type Shape } from "../schema.ts";

/** True for null, "", [] and {}: providers say "nothing" in any of these ways. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  if (typeof value !== "object") return false;
  for (const key in value as object) return key === undefined;
  return true;
}

/** True when two values mean the same: nothing is nothing, and the order of a set is none. */
export function same(a: unknown, b: unknown, shape?: Shape): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return isEmpty(a) && isEmpty(b);
  }
  if (Array.isArray(a) !== Array.isArray(b)) return isEmpty(a) && isEmpty(b);
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    if (shape?.kind === "set") return sameSet(a, b, shape);
    return a.every((each, at) => same(each, b[at], below(shape, String(at))));
  }
  return sameObject(a as Record<string, unknown>, b as Record<string, unknown>, shape);
}

function sameObject(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
  shape: Shape | undefined,
): boolean {
  for (const key in a) if (!same(a[key], b[key], below(shape, key))) return false;
  for (const key in b) if (!(key in a) && !isEmpty(b[key])) return false;
  return true;
}

function sameSet(a: readonly unknown[], b: readonly unknown[], shape: Shape): boolean {
  const texts = (list: readonly unknown[]) =>
    list.map((each) => canonical(each, shape.element)).sort();
  const [left, right] = [texts(a), texts(b)];
  return left.every((each, at) => each === right[at]);
}

/** A text that is equal for values that mean the same. */
export function canonical(value: unknown, shape?: Shape): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) {
    const items = value.map((each, at) => canonical(each, below(shape, String(at))));
    return `[${(shape?.kind === "set" ? items.sort() : items).join(",")}]`;
  }
  const fields = Object.entries(value)
    .filter(([, each]) => !isEmpty(each))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each, below(shape, key))}`).join(",")}}`;
}
