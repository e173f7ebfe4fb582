import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { dev } from "@groundplan/environments/dev/environment";
import { prod } from "@groundplan/environments/prod/environment";
import { findPart } from "../../parts/parts.ts";
import { providerBinary } from "../agreement/agreement-bench.ts";
import type { Bench, BenchContext, Figure } from "../bench.ts";
import { EDITS, type Edit } from "./edits.ts";
import { type Estate, motoEstate } from "./estate.ts";
import { gapsOf } from "./gaps.ts";
import { Side } from "./side.ts";
import { type Story, tell } from "./story.ts";
import { compare } from "./verdict.ts";
import { realWorld, rehearsedWorld, type World } from "./world.ts";

/**
 * The environments that stand on AWS, each in a moto of its own, applied with the real AWS provider and
 * rehearsed: both must tell the same.
 */
export const motoBench: Bench = {
  summary: "dev and prod on AWS with the real provider on moto, and rehearsed",
  async run(context) {
    const [terraform, binary] = [findPart("terraform"), providerBinary()];
    if (!terraform || !binary || !findPart("moto_server")) {
      context.talk("  terraform, moto or the real AWS provider is not here: nothing was measured");
      return [];
    }
    // Most of the time the real provider waits: for moto, and for its own next look.
    const figures = await Promise.all(
      Object.entries({ dev, prod }).map(async ([name, environment]) => {
        const estate = motoEstate(environment);
        const inWorld = (world: string, open: (folder: string) => Promise<World>) => {
          const folder = join(context.root, ".cache/bench/moto", `${name}-${world}`);
          const talk = (text: string) => context.talk(`  ${name}, ${world}: ${text}`);
          return storyOf({ folder, terraform, open, estate, edits: EDITS[name]!, talk });
        };
        const [real, rehearsed] = await Promise.all([
          inWorld("real", (folder) => realWorld(binary, folder, estate)),
          inWorld("rehearsed", () => rehearsedWorld(estate)),
        ]);
        return figuresOf(name, real, rehearsed, context);
      }),
    );
    return figures.flat();
  },
};

/** What is to be done, and where. */
interface Deployment {
  readonly folder: string;
  readonly terraform: string;
  readonly open: (folder: string) => Promise<World>;
  readonly estate: Estate;
  readonly edits: readonly Edit[];
  readonly talk: (text: string) => void;
}

async function storyOf({
  folder,
  terraform,
  open,
  estate,
  edits,
  talk,
}: Deployment): Promise<Story> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const world = await open(folder);
  try {
    return await tell(new Side(folder, terraform, world), estate, edits, talk);
  } finally {
    await world.stop();
  }
}

function figuresOf(name: string, real: Story, rehearsed: Story, { talk }: BenchContext): Figure[] {
  const gaps = gapsOf(name);
  for (const [gap, why] of Object.entries(gaps)) talk(`  gap of moto: ${gap}: ${why}`);
  return compare(real, rehearsed, Object.keys(gaps)).map(({ what, same, other }) => {
    for (const line of other) talk(`  ${what}: ${line}`);
    const detail = `${same} the same`;
    return { what, on: name, value: other.length, unit: " differ", bar: { atMost: 0 }, detail };
  });
}
