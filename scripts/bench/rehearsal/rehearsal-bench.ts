import { readdirSync } from "node:fs";
import { join } from "node:path";
import { findPart, findProviderMirror } from "../../parts/parts.ts";
import { startMoto } from "../../state/testing/servers.ts";
import type { Bench, BenchContext, Figure } from "../bench.ts";
import { measurePairs, median, type Pairs } from "../measure/pairs.ts";
import { measure, plainSide, realSide, rehearsalSide, type Times, total } from "./side.ts";

const RESOURCES = 100;

/** A round on moto takes more than a minute, and the bar is far away. */
const ROUNDS_ON_MOTO = 1;

/** Rounds of ten thousand resources, which take half a minute each. */
const ROUNDS_OF_MANY = 2;

/** Who makes a hundred resources. */
type Kind = "plain" | "rehearsal" | "real";

/** What the rehearsal's own process showed, over all rounds. */
interface Process {
  readonly readyMs: number[];
  readonly readyProcessorMs: number[];
  readonly peakMiB: number[];
}

/** The rehearsal against the real provider, against no provider, and against itself with more. */
export const rehearsalBench: Bench = {
  summary: `${RESOURCES} resources rehearsed, against the real provider, against none, and against more`,
  async run(context) {
    const terraform = findPart("terraform");
    if (!terraform) throw new Error("terraform is not on PATH: install it");
    const bench = new RehearsalBench(context, terraform);
    return [
      ...(await bench.againstReal()),
      await bench.againstNone(),
      await bench.growthOfApply(),
      await bench.growthOfPlan(),
      ...bench.process(),
    ];
  },
};

class RehearsalBench {
  readonly #context: BenchContext;
  readonly #terraform: string;
  readonly #process: Process = { readyMs: [], readyProcessorMs: [], peakMiB: [] };
  /** Processor time of all four commands with a hundred resources, by side. */
  readonly #processor: Record<Kind, number[]> = { plain: [], rehearsal: [], real: [] };

  constructor(context: BenchContext, terraform: string) {
    this.#context = context;
    this.#terraform = terraform;
  }

  /** Left out, and said so, where the machine has no real provider or no moto. */
  async againstReal(): Promise<Figure[]> {
    const mirror = findProviderMirror();
    if (!mirror || !findPart("moto_server")) {
      this.#context.talk("  without the real provider: it is not here, or moto is not");
      return [];
    }
    const moto = await startMoto();
    try {
      const real = { mirror, url: moto.url, version: versionIn(mirror) };
      const pairs = await measurePairs(
        Math.min(this.#context.rounds, ROUNDS_ON_MOTO),
        async () => this.#whole("rehearsal", await this.#rehearsed(RESOURCES)),
        async (round) => {
          if (round === 0) return 0;
          await fetch(`${moto.url}/moto-api/reset`, { method: "POST" });
          return this.#whole(
            "real",
            await measure(realSide(this.#at("real"), this.#terraform, RESOURCES, real)),
          );
        },
      );
      const took = this.#processorOf("real", "rehearsal");
      return [figure("real provider on moto / rehearsal", pairs, { atLeast: 50 }, took)];
    } finally {
      await moto.stop();
    }
  }

  async againstNone(): Promise<Figure> {
    const pairs = await measurePairs(
      this.#context.rounds,
      async () =>
        this.#whole(
          "plain",
          await measure(plainSide(this.#at("plain"), this.#terraform, RESOURCES)),
        ),
      async () => this.#whole("rehearsal", await this.#rehearsed(RESOURCES)),
    );
    const took = this.#processorOf("rehearsal", "plain");
    return figure("rehearsal / terraform_data", pairs, { atMost: 3 }, took);
  }

  async growthOfApply(): Promise<Figure> {
    const pairs = await measurePairs(
      Math.min(this.#context.rounds, 3),
      async () => (await this.#rehearsed(RESOURCES)).apply,
      async () => (await this.#rehearsed(10 * RESOURCES)).apply,
    );
    const what = `apply of ${10 * RESOURCES} / ${RESOURCES}`;
    return figure(what, pairs, { atMost: 12 });
  }

  async growthOfPlan(): Promise<Figure> {
    const pairs = await measurePairs(
      Math.min(this.#context.rounds, ROUNDS_OF_MANY),
      async () => (await this.#rehearsed(10 * RESOURCES, "plan")).plan,
      async () => (await this.#rehearsed(100 * RESOURCES, "plan")).plan,
    );
    const what = `plan of ${100 * RESOURCES} / ${10 * RESOURCES}`;
    return figure(what, pairs, { atMost: 12 });
  }

  /** The process with a hundred resources: how soon it is ready, how much memory it takes. */
  process(): Figure[] {
    const { readyMs, readyProcessorMs, peakMiB } = this.#process;
    const detail = `${readyMs.length} starts`;
    const took = `, processor ${median(readyProcessorMs).toFixed(0)} ms`;
    const ready: Figure = {
      what: "provider process ready",
      on: "100 resources",
      value: median(readyMs) / 1000,
      unit: " s",
      bar: { atMost: 0.25 },
      detail: detail + took,
    };
    if (peakMiB.length === 0) return [ready];
    const value = Math.max(...peakMiB);
    const what = "provider process, most memory";
    const bar = { atMost: 150 };
    return [ready, { what, on: "100 resources", value, unit: " MiB", bar, detail }];
  }

  async #rehearsed(resources: number, only?: "plan"): Promise<Times> {
    const side = await rehearsalSide(this.#at("rehearsal"), this.#terraform, resources);
    try {
      const times = await measure(side, only);
      if (resources === RESOURCES) {
        this.#process.readyMs.push(side.readyMs);
        this.#process.readyProcessorMs.push(side.readyProcessorMs);
        this.#process.peakMiB.push(...[side.peakMiB() ?? []].flat());
      }
      return times;
    } finally {
      await side.stop();
    }
  }

  /** What all commands of a side took; their processor time is kept apart. */
  #whole(kind: Kind, times: Times): number {
    this.#processor[kind].push(times.processor);
    return total(times);
  }

  /** Both sides' processor time, which tells more than the clock where others use the machine. */
  #processorOf(of: Kind, by: Kind): string {
    const [first, second] = [of, by].map((kind) => median(this.#processor[kind]));
    return `, processor ${first!.toFixed(0)} ms / ${second!.toFixed(0)} ms`;
  }

  #at(name: string): string {
    return join(this.#context.root, ".cache/bench/rehearsal", name);
  }
}

function figure(
  what: string,
  pairs: Pairs,
  bar: NonNullable<Figure["bar"]>,
  processor = "",
): Figure {
  const { ratio, first, second, rounds } = pairs;
  const detail = `${second.toFixed(0)} ms / ${first.toFixed(0)} ms, ${rounds} rounds${processor}`;
  return { what, on: "aws", value: ratio, unit: "x", bar, detail };
}

/** Version of the AWS provider in a mirror. */
function versionIn(mirror: string): string {
  const folder = join(mirror, "registry.terraform.io/hashicorp/aws");
  return readdirSync(folder)
    .sort()
    .at(-1)!
    .replace(/^terraform-provider-aws_|_.*$/g, "");
}
