import { type Fields, UNKNOWN, type Value } from "../../cty/value.ts";
import type { ResourceType } from "../../schema/library.ts";
import type { Change } from "./changes.ts";

/** The planned state with the computed values unknown that an in-place update makes so again. */
export function recomputed(
  { facts }: ResourceType,
  planned: Fields,
  config: Fields,
  changes: readonly Change[],
): Record<string, Value> {
  const result: Record<string, Value> = { ...planned };
  for (const [name, when] of Object.entries(facts.recomputed ?? {})) {
    const applies = when === "always" || changes.some((change) => when.includes(change.name));
    if (applies && name in planned && (config[name] ?? null) === null) result[name] = UNKNOWN;
  }
  return result;
}
