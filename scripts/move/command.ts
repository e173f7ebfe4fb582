import { resolve } from "node:path";
import type { Carrier } from "./carrier.ts";
import { MoveFolder } from "./plan/folder.ts";
import type { Outcome, Step } from "./plan/outcome.ts";
import { PostgresCarrier } from "./postgres/carrier.ts";
import { movePage } from "./report.ts";
import { S3Carrier } from "./s3/carrier.ts";
import { SearchCarrier } from "./search/carrier.ts";
import { takeStep, type Words } from "./steps.ts";
import type { World } from "./world.ts";

/** What people ask of a move. */
export interface Asked extends Words {
  readonly verb: Step;
  /** The file that says what moves; from `base`. */
  readonly file: string;
  /** follow: minutes until which it looks again and again. @default one look */
  readonly waitMinutes?: number;
  /** Where the person stands. */
  readonly base: string;
}

/** Between two looks at how far the target is behind. */
const LOOK_MS = 10_000;

/** Takes one step of a move, and writes the report anew. */
export async function moveStep(world: World, asked: Asked): Promise<Outcome> {
  const folder = new MoveFolder(resolve(asked.base, asked.file));
  const carriers = carriersOf(folder, world);
  const end = world.now().getTime() + (asked.waitMinutes ?? 0) * 60_000;
  for (;;) {
    const outcome = await takeStep({ world, folder, carriers }, asked.verb, asked);
    folder.write("report.html", movePage(folder.plan, folder.progress));
    if (outcome.holds || asked.verb !== "follow" || world.now().getTime() >= end) return outcome;
    world.talk(`${outcome.said}; ${outcome.problems[0]}`);
    await world.sleep(LOOK_MS);
  }
}

/** What carries each kind of data that the file names. */
function carriersOf(folder: MoveFolder, world: World): Carrier[] {
  const { name, postgres, s3, search } = folder.plan;
  return [
    ...(postgres ? [new PostgresCarrier(name, postgres, world, folder.path("dump"))] : []),
    ...(s3 ? [new S3Carrier(name, s3, world)] : []),
    ...(search ? [new SearchCarrier(name, search, world)] : []),
  ];
}
