import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Format } from "../../render/render.ts";
import type { Bench, Figure } from "../bench.ts";
import { CAN_MEASURE_MEMORY, peakMemory } from "../measure/memory.ts";
import { measurePairs, median, type Pairs } from "../measure/pairs.ts";
import { type Command, run } from "../measure/run.ts";
import { bareNode } from "../synth/full-synth.ts";
import { greatSet } from "./great-set.ts";
import type { Once } from "./render-once.ts";

const SMALL = 1_000;
const LARGE = 10_000;

const GROWTH = { atMost: 11 };
/** 1 second, on a machine on which Node takes 63 ms to do nothing. */
const BARE = { atMost: 16 };
const MEBIBYTES = { atMost: 300 };

/** `infra render` as it is typed, and how what it does grows with the plan. */
export const renderBench: Bench = {
  summary: `a plan of ${LARGE} changes, reviewed and rendered`,
  async run({ root, rounds, talk }) {
    talk(`  ${rounds} rounds`);
    const folder = join(root, ".cache/bench/render");
    mkdirSync(folder, { recursive: true });
    const small = greatSet(join(folder, "small"), SMALL);
    const large = greatSet(join(folder, "large"), LARGE);
    const figures: Figure[] = [];
    for (const format of ["comment", "summary"] as const) {
      const once = (file: string) => () => milliseconds(renderOnce(root, file, format));
      const bare = async () => (await run(bareNode(root))).wallMs;
      const command = infraRender(root, large.set, format);
      const typed = async () => (await run(command)).wallMs;
      const growth = await measurePairs(rounds, once(small.plan), once(large.plan));
      const start = await measurePairs(rounds, bare, typed);
      figures.push(
        figure(`${LARGE} / ${SMALL} changes`, format, growth, GROWTH),
        figure(`infra render, ${LARGE} changes / bare node`, format, start, BARE),
        ...(await memory(command, format)),
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

function infraRender(root: string, set: string, format: Format): Command {
  const bin = join(root, "scripts/infra/bin.mjs");
  return { args: [process.execPath, bin, "render", set, "--format", format], cwd: root };
}

function renderOnce(root: string, plan: string, format: Format): Command {
  const script = join(root, "scripts/bench/render/render-once.ts");
  return {
    args: [process.execPath, "--import", "tsx", script, plan, format],
    cwd: join(root, "scripts"),
  };
}
