import type { Value } from "../../cty/value.ts";

/** Do two texts hold the same JSON? Providers plan no change when only its layout differs. */
export function isSameJson(a: Value, b: Value): boolean {
  if (typeof a !== "string" || typeof b !== "string") return false;
  try {
    return stableJson(JSON.parse(a)) === stableJson(JSON.parse(b));
  } catch {
    return false;
  }
}

/** JSON as text, the names of each object in their order. */
export function stableJson(json: unknown): string {
  return JSON.stringify(json, (_key, value) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
