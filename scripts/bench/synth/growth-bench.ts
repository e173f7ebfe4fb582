import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { measurePairs } from "../measure/pairs.ts";
import { run } from "../measure/run.ts";
import { copyWorkload, type Workload } from "./copy.ts";
import { expectInOutput, fullSynth, outputOf } from "./full-synth.ts";

const SMALL = 1_000;
const LARGE = 10_000;
const BAR = { atMost: 11 };

/** Ten times the resources in ten times the stacks. */
export const growthBench: Bench = {
  summary: `${SMALL} resources against ${LARGE}`,
  async run({ root, rounds, talk }) {
    talk(`  ${rounds} rounds`);
    const copy = copyWorkload(root, "fixed");
    const sides = [SMALL, LARGE].map((resources) => {
      const workload = grownApp(copy, resources);
      return async (round: number) => {
        const edited = workload.edit(round);
        const { wallMs } = await run(fullSynth(root, workload));
        expectInOutput(outputOf(workload.root), edited);
        return wallMs;
      };
    });
    const { ratio, first, second } = await measurePairs(rounds, sides[0]!, sides[1]!);
    return [
      {
        what: `${LARGE} / ${SMALL} resources`,
        on: "grown",
        value: ratio,
        unit: "x",
        bar: BAR,
        detail: `${second.toFixed(0)} ms / ${first.toFixed(0)} ms, ${rounds} rounds`,
      },
    ];
  },
};

/** An app of so many resources, a hundred in each stack, beside the fixed workload. */
function grownApp({ root }: Workload, resources: number): Workload {
  const folder = join(root, "scripts/bench/grown", String(resources));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "cdktf.json"), "{}");
  const entry = join(folder, "main.ts");
  return {
    name: `grown to ${resources}`,
    root: folder,
    entry,
    edit(round) {
      const days = 7000 + round;
      writeFileSync(
        entry,
        [
          'import { grow } from "../../workload/grown.ts";',
          `grow({ resources: ${resources}, retentionDays: ${days} });`,
          "",
        ].join("\n"),
      );
      return String(days);
    },
  };
}
