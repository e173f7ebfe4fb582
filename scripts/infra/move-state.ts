import { resolve } from "node:path";
import type { MoveOutcome } from "../state/move-stacks.ts";
import { table } from "../terminal/table.ts";
import { command, UsageError } from "./command.ts";

/** Moves states to where the environments say now. */
export const moveStateCommand = command({
  summary: "move states to where the environments say now, and prove that they arrived",
  operands: {
    name: "<environment|stack|glob>...",
    summary: "whose states to move",
    atLeast: 1,
  },
  options: {
    from: {
      kind: "text",
      value: "<folder>",
      summary: "a copy of cdktf.out from before the change: it says where the states lie",
    },
    "dry-run": { kind: "switch", summary: "show what would be moved, move nothing" },
    yes: { kind: "switch", summary: "answer every question with yes" },
  },
  more: [
    'Before: "infra synth", then copy cdktf.out. Change state in environments/<name>/environment.ts.',
    "After: move, rehearse nothing, apply nothing meanwhile. The old states stay where they are; remove",
    "them when a plan of each stack is empty. A state never lands on another one.",
  ].join("\n"),
  async run({ operands, options, json }, context) {
    const { env, talk, print, ask, folder, typed } = context;
    const { from, yes, "dry-run": dryRun } = options;
    if (!from) throw new UsageError("infra move-state wants --from <folder>; see --help");
    if (!yes && !dryRun && !ask) {
      throw new UsageError(
        "infra move-state asks before it changes anything, and nobody can answer here: add --yes, or --dry-run to look",
      );
    }
    const { obtainTerraform } = await import("../terraform/obtain.ts");
    const { moveStacks } = await import("../state/move-stacks.ts");
    const project = context.project();
    const moved = await moveStacks({
      project,
      terraform: await obtainTerraform({ env, tools: project.tools, mayFetch: false, talk }),
      env,
      command: typed,
      talk,
      names: operands,
      from: resolve(folder, from),
      dryRun,
      confirm: async (question) => yes || (await ask?.(question)) === true,
    });
    if (!moved) return 1;
    print(json ? JSON.stringify(moved, null, 2) : render(moved));
    return 0;
  },
});

function render(moved: readonly MoveOutcome[]): string {
  if (moved.length === 0) return "every state lies where it should";
  return table([
    ["stack", "from", "to", "result"],
    ...moved.map(({ stack, from, to, resources }) => [stack, from, to, resultOf(resources)]),
  ]);
}

function resultOf(resources: number | undefined): string {
  if (resources === undefined) return "would be moved";
  return resources === 0 ? "there was none" : `moved, ${resources} resources`;
}
