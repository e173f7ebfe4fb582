import type { Bench, BenchContext, Figure } from "../bench.ts";
import { CAN_MEASURE_MEMORY, peakMemory } from "../measure/memory.ts";
import { measurePairs } from "../measure/pairs.ts";
import { run } from "../measure/run.ts";
import { copyWorkload, type Workload } from "./copy.ts";
import { bareNode, expectInOutput, fullSynth, outputOf } from "./full-synth.ts";

/** Times the start of Node 20. Later versions start sooner, with nothing made slower by it. */
const TIME_BAR = { atMost: 7 };
const MEMORY_BAR = { atMost: 3 };

/** A full synth, from edited source to output, against starting Node. */
export const synthBench: Bench = {
  summary: "full synth against bare node: time and memory",
  async run(context) {
    const figures: Figure[] = [];
    for (const name of ["estate", "fixed"] as const) {
      const workload = copyWorkload(context.root, name);
      figures.push(await time(context, workload));
      if (CAN_MEASURE_MEMORY) figures.push(await memory(context, workload));
    }
    return figures;
  },
};

async function time({ root, rounds, talk }: BenchContext, workload: Workload): Promise<Figure> {
  talk(`  ${workload.name}: ${rounds} rounds`);
  const pairs = await measurePairs(
    rounds,
    async () => (await run(bareNode(root))).wallMs,
    async (round) => {
      const edited = workload.edit(round);
      const { wallMs } = await run(fullSynth(root, workload));
      expectInOutput(outputOf(workload.root), edited);
      return wallMs;
    },
  );
  return {
    what: "full synth / bare node",
    on: workload.name,
    value: pairs.ratio,
    unit: "x",
    ...(process.version.startsWith("v20.") && { bar: TIME_BAR }),
    detail: `${pairs.second.toFixed(0)} ms / ${pairs.first.toFixed(0)} ms, ${rounds} rounds`,
  };
}

async function memory({ root, rounds }: BenchContext, workload: Workload): Promise<Figure> {
  const pairs = await measurePairs(
    rounds,
    () => peakMemory(bareNode(root)),
    async (round) => {
      const edited = workload.edit(round);
      const peak = await peakMemory(fullSynth(root, workload));
      expectInOutput(outputOf(workload.root), edited);
      return peak;
    },
  );
  return {
    what: "peak memory / bare node",
    on: workload.name,
    value: pairs.ratio,
    unit: "x",
    bar: MEMORY_BAR,
    detail: `${pairs.second.toFixed(0)} MiB / ${pairs.first.toFixed(0)} MiB in all processes, ${rounds} rounds`,
  };
}
