import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Bench, BenchContext, Figure } from "../bench.ts";
import { measurePairs } from "../measure/pairs.ts";
import { run } from "../measure/run.ts";
import { copyWorkload, type Workload } from "./copy.ts";
import { expectInOutput, fullSynth, outputOf } from "./full-synth.ts";
import { createStockTwin } from "./stock-twin.ts";

/** Ours takes at most a twentieth. */
const BAR = { atLeast: 20 };

/** The same app, ours against the way that cdktf's documentation has it. */
export const stockBench: Bench = {
  summary: "stock `cdktf synth` with `npx ts-node` against full synth",
  async run(context) {
    if (!existsSync(join(context.root, "scripts/node_modules/.bin/ts-node"))) {
      throw new Error("ts-node is not installed: run pnpm install");
    }
    const figures: Figure[] = [];
    for (const name of ["estate", "fixed"] as const) {
      figures.push(await compare(context, copyWorkload(context.root, name)));
    }
    return figures;
  },
};

async function compare(context: BenchContext, workload: Workload): Promise<Figure> {
  const { root, rounds, talk } = context;
  talk(`  ${workload.name}: ${rounds} rounds`);
  const twin = createStockTwin(root, workload);
  let edited = "";
  const pairs = await measurePairs(
    rounds,
    async (round) => {
      edited = workload.edit(round);
      const { wallMs } = await run(fullSynth(root, workload));
      expectInOutput(outputOf(workload.root), edited);
      return wallMs;
    },
    async () => {
      twin.refresh();
      const { wallMs } = await run(twin.command);
      expectInOutput(twin.output, edited);
      return wallMs;
    },
  );
  return {
    what: "stock cdktf synth / full synth",
    on: workload.name,
    value: pairs.ratio,
    unit: "x",
    bar: BAR,
    detail: `${pairs.second.toFixed(0)} ms / ${pairs.first.toFixed(0)} ms, ${rounds} rounds`,
  };
}
