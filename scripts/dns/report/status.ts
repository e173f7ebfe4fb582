import { table } from "../../terminal/table.ts";
import { PURPOSES, STEPS } from "../move/outcome.ts";
import type { Progress } from "../move/progress.ts";

/** How far a move has come, for a terminal. */
export function statusText({ zone, place, steps }: Progress): string {
  const rows = STEPS.map((step) => {
    const outcome = steps[step];
    const gate = outcome ? (outcome.holds ? "open" : "closed") : "-";
    return [step, gate, outcome?.at ?? "", outcome?.said ?? PURPOSES[step]];
  });
  return `${zone}: ${place}\n\n${table([["step", "gate", "when", "what"], ...rows])}`;
}
