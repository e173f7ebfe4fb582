import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Bench, BenchContext, Figure } from "../bench.ts";
import { measurePairs, median } from "../measure/pairs.ts";
import { run } from "../measure/run.ts";
import { copyWorkload, type Workload } from "./copy.ts";
import { cdktfSynth, expectInOutput, fullSynth, outputOf } from "./full-synth.ts";
import { createStockTwin } from "./stock-twin.ts";

/** Ours takes at most a twentieth. */
const BAR = { atLeast: 20 };

/** The command line itself takes its time, which nothing of ours makes shorter. */
const CLI_BAR = { atLeast: 2 };

/** The same app, ours against the way that cdktf's documentation has it. */
export const stockBench: Bench = {
  summary: "stock `cdktf synth` with `npx ts-node` against full synth",
  async run(context) {
    if (!existsSync(join(context.root, "scripts/node_modules/.bin/ts-node"))) {
      throw new Error("ts-node is not installed: run pnpm install");
    }
    const figures: Figure[] = [];
    for (const name of ["estate", "fixed"] as const) {
      figures.push(...(await compare(context, copyWorkload(context.root, name))));
    }
    return figures;
  },
};

async function compare(context: BenchContext, workload: Workload): Promise<Figure[]> {
  const { root, rounds, talk } = context;
  talk(`  ${workload.name}: ${rounds} rounds`);
  const twin = createStockTwin(root, workload);
  const cli = cdktfSynth(root, workload);
  let edited = "";
  const throughCli: { stock: number; ours: number }[] = [];
  const pairs = await measurePairs(
    rounds,
    async (round) => {
      edited = workload.edit(round);
      const { wallMs } = await run(fullSynth(root, workload));
      expectInOutput(outputOf(workload.root), edited);
      return wallMs;
    },
    async (round) => {
      twin.refresh();
      const { wallMs: stock } = await run(twin.command);
      expectInOutput(twin.output, edited);
      const { wallMs: ours } = await run(cli.command);
      expectInOutput(cli.output, edited);
      if (round > 0) throughCli.push({ stock, ours });
      return stock;
    },
  );
  const cliMs = median(throughCli.map(({ ours }) => ours));
  return [
    {
      what: "stock cdktf synth / full synth",
      on: workload.name,
      value: pairs.ratio,
      unit: "x",
      bar: BAR,
      detail: `${pairs.second.toFixed(0)} ms / ${pairs.first.toFixed(0)} ms, ${rounds} rounds`,
    },
    {
      what: "stock cdktf synth / cdktf synth",
      on: workload.name,
      value: median(throughCli.map(({ stock, ours }) => stock / ours)),
      unit: "x",
      bar: CLI_BAR,
      detail: `${pairs.second.toFixed(0)} ms / ${cliMs.toFixed(0)} ms, ${rounds} rounds`,
    },
  ];
}
