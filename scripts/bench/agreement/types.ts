import type { Draw } from "../../rehearsal/learn/probe/values.ts";

/** As many resource types as wanted, drawn from all; no type twice. */
export function drawTypes(all: readonly string[], wanted: number, draw: Draw): readonly string[] {
  return [...all]
    .sort()
    .map((type) => ({ type, lot: draw(`type ${type}`, 1_000_000) }))
    .sort((a, b) => a.lot - b.lot)
    .slice(0, wanted)
    .map(({ type }) => type);
}
