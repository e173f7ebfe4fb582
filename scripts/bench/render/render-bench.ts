import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Format } from "../../render/render.ts";
import type { Bench, Figure } from "../bench.ts";
import { CAN_MEASURE_MEMORY, peakMemory } from "../measure/memory.ts";
import { measurePairs, median, type Pairs } from "../measure/pairs.ts";
import { type Command, run } from "../measure/run.ts";
import { bareNode } from "../synth/full-synth.ts";
import { greatPlan } from "./great-plan.ts";
import type { Once } from "./render-once.ts";

const SMALL = 1_000;
const LARGE = 10_000;

const GROWTH = { atMost: 11 };
/** 1 second, on a machine on which Node takes 40 ms to do nothing. */
const BARE = { atMost: 25 };
const MEBIBYTES = { atMost: 300 };

/** From the text of a plan to a comment and to a job summary. */
export const renderBench: Bench = {
  summary: `a plan of ${LARGE} changes, reviewed and rendered`,
  async run({ root, rounds, talk }) {
    talk(`  ${rounds} rounds`);
    const folder = join(root, ".cache/bench/render");
    mkdirSync(folder, { recursive: true });
    const [small, large] = [planFile(folder, SMALL), planFile(folder, LARGE)];
    const figures: Figure[] = [];
    for (const format of ["comment", "summary"] as const) {
      const once = (file: string) => () => milliseconds(renderOnce(root, file, format));
      const bare = async () => (await run(bareNode(root))).wallMs;
      const growth = await measurePairs(rounds, once(small), once(large));
      const start = await measurePairs(rounds, bare, once(large));
      figures.push(
        figure(`${LARGE} / ${SMALL} changes`, format, growth, GROWTH),
        figure(`${LARGE} changes / bare node`, format, start, BARE),
        ...(await memory(renderOnce(root, large, format), format)),
      );
    }
    return figures;
  },
};

function figure(what: string, on: string, pairs: Pairs, bar: Figure["bar"] & object): Figure {
  const { ratio, first, second, rounds } = pairs;
  const detail = `${second.toFixed(0)} ms / ${first.toFixed(0)} ms, ${rounds} rounds`;
  return { what, on, value: ratio, unit: "x", bar, detail };
}

/** Runs whose peak is taken. */
const MEMORY_ROUNDS = 3;

async function memory(command: Command, format: Format): Promise<Figure[]> {
  if (!CAN_MEASURE_MEMORY) return [];
  const peaks: number[] = [];
  for (let round = 0; round < MEMORY_ROUNDS; round++) peaks.push(await peakMemory(command));
  const value = median(peaks);
  return [
    {
      what: `peak memory, ${LARGE} changes`,
      on: format,
      value,
      unit: " MiB",
      bar: MEBIBYTES,
      detail: `${MEMORY_ROUNDS} rounds`,
    },
  ];
}

/** What the work took, without the start of the process. */
async function milliseconds({ args: [program, ...rest], cwd }: Command): Promise<number> {
  const { stdout } = await promisify(execFile)(program, rest, { cwd });
  return (JSON.parse(stdout) as Once).milliseconds;
}

function planFile(folder: string, size: number): string {
  const file = join(folder, `plan-${size}.json`);
  writeFileSync(file, JSON.stringify(greatPlan(size)));
  return file;
}

function renderOnce(root: string, plan: string, format: Format): Command {
  const script = join(root, "scripts/bench/render/render-once.ts");
  return {
    args: [process.execPath, "--import", "tsx", script, plan, format],
    cwd: join(root, "scripts"),
  };
}
