import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { dev } from "@groundplan/environments/dev/environment";
import { prod } from "@groundplan/environments/prod/environment";
import { findPart, findProviderMirror } from "../../parts/parts.ts";
import type { Bench, BenchContext, Figure } from "../bench.ts";
import { EDITS, type Edit } from "./edits.ts";
import { type Estate, motoEstate } from "./estate.ts";
import { gapsOf } from "./gaps.ts";
import { realWorld, rehearsedWorld, Side, type World } from "./side.ts";
import { type Story, tell } from "./story.ts";
import { compare } from "./verdict.ts";

/**
 * The environments that stand on AWS, each in a moto of its own, applied with the real AWS provider and
 * rehearsed: both must tell the same.
 */
export const motoBench: Bench = {
  summary: "dev and prod on AWS with the real provider on moto, and rehearsed",
  async run(context) {
    const [terraform, mirror] = [findPart("terraform"), findProviderMirror()];
    if (!terraform || !mirror || !findPart("moto_server")) {
      context.talk("  terraform, moto or the real AWS provider is not here: nothing was measured");
      return [];
    }
    const figures: Figure[] = [];
    for (const [name, environment] of Object.entries({ dev, prod })) {
      const estate = motoEstate(environment);
      const inWorld = (world: string, open: (folder: string) => Promise<World>) => {
        context.talk(` ${name}, ${world}`);
        const folder = join(context.root, ".cache/bench/moto", `${name}-${world}`);
        return storyOf({ folder, terraform, open, estate, edits: EDITS[name]!, ...context });
      };
      const rehearsed = await inWorld("rehearsed", () => rehearsedWorld(estate));
      const real = await inWorld("real", (folder) => realWorld(mirror, folder, estate));
      figures.push(...figuresOf(name, real, rehearsed, context));
    }
    return figures;
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
