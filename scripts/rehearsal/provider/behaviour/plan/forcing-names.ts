import type { Facts } from "../../schema/schema.ts";

/**
 * The names of all places whose change forces a replacement. A place that could not be asked, in a
 * block that forces one, does so as well: where a block cannot change in place, nothing in it can.
 *
 * @param also names besides those that facts tell
 */
export function forcingNames(facts: Facts, also: readonly string[]): ReadonlySet<string> {
  const told = new Set([...(facts.forceNew ?? []), ...also]);
  const inside = (facts.unknown ?? []).filter((name) => {
    const cut = name.lastIndexOf(".");
    return cut > 0 && told.has(name.slice(0, cut));
  });
  return new Set([...told, ...inside]);
}
