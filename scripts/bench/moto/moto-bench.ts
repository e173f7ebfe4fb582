import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findPart, findProviderMirror } from "../../parts/parts.ts";
import type { Bench, BenchContext, Figure } from "../bench.ts";
import { EDITS } from "./edits.ts";
import { motoEstate } from "./estate.ts";
import { GAPS } from "./gaps.ts";
import { realWorld, rehearsedWorld, Side, type World } from "./side.ts";
import { type Story, tell } from "./story.ts";
import { compare, type Verdict } from "./verdict.ts";

/** The stacks of dev that stand on AWS, as far as moto serves them. */
const STACKS = [
  "dev-foundation-state",
  "dev-foundation-ci",
  "dev-music-library-zone",
  "dev-music-library-network",
  "dev-music-library-logs",
  "dev-music-library-service",
  "dev-music-graph-certificates",
  "dev-music-graph-zone",
];

/** Stacks applied with the real AWS provider on moto, and rehearsed: both must tell the same. */
export const motoBench: Bench = {
  summary: `${STACKS.length} stacks of dev with the real AWS provider on moto, and rehearsed`,
  async run(context) {
    const [terraform, mirror] = [findPart("terraform"), findProviderMirror()];
    if (!terraform || !mirror || !findPart("moto_server")) {
      context.talk("  terraform, moto or the real AWS provider is not here: nothing was measured");
      return [];
    }
    const estate = motoEstate(STACKS);
    const at = (name: string) => join(context.root, ".cache/bench/moto", name);
    const inWorld = async (name: string, open: () => Promise<World>): Promise<Story> => {
      context.talk(` ${name}`);
      rmSync(at(name), { recursive: true, force: true });
      mkdirSync(at(name), { recursive: true });
      const world = await open();
      try {
        return await tell(new Side(at(name), terraform, world), estate, EDITS, context.talk);
      } finally {
        await world.stop();
      }
    };
    const rehearsed = await inWorld("rehearsed", () => rehearsedWorld(estate));
    const real = await inWorld("real", () => realWorld(mirror, at("real")));
    return figuresOf(compare(real, rehearsed, Object.keys(GAPS)), context);
  },
};

function figuresOf(verdicts: readonly Verdict[], { talk }: BenchContext): Figure[] {
  return verdicts.map(({ what, same, other }) => {
    for (const line of other) talk(`  ${what}: ${line}`);
    const detail = `${same} the same`;
    return { what, on: "moto", value: other.length, unit: " differ", bar: { atMost: 0 }, detail };
  });
}
