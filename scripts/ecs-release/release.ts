import { shiftByCodeDeploy } from "./by-codedeploy.ts";
import { shiftByEcs } from "./by-ecs.ts";
import { type HandOver, handOverIn, migrationOf } from "./hand-over.ts";
import { markInUse, nameImage, parameterValue, registerAll } from "./image.ts";
import { migrate } from "./migration.ts";
import { revisionWith } from "./revisions.ts";
import { goBack, standing, told } from "./standing.ts";
import { ReleaseFailed, type World } from "./world.ts";

/** What is to be released. */
export interface Order {
  /** Parameter with what the service's stack tells. */
  readonly parameter: string;
  /** Digest of the image: `sha256:...`. */
  readonly digest: string;
  /** True for an image that ran before: what it would migrate is there already. */
  readonly isBack: boolean;
}

/** What runs now. */
export interface Released {
  readonly image: string;
  /** Digest that ran before. */
  readonly before: string;
}

/**
 * Releases an image: its migration, then the service that takes requests, then the others. Where any of
 * it fails, everything is set back to what ran before.
 *
 * @throws ReleaseFailed with what failed and what it went back to
 */
export async function release(
  world: World,
  { parameter, digest, isBack }: Order,
): Promise<Released> {
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) {
    throw new ReleaseFailed(`a release is a digest, sha256:<64 digits>, got ${digest}`);
  }
  const handOver = handOverIn(parameter, await parameterValue(world, parameter));
  const before = await standing(world, handOver);
  const image = `${handOver.repository}@${digest}`;
  try {
    const first = migrationOf(handOver).taskDefinition;
    const migration = await revisionWith(world, first, handOver.container, image);
    if (!isBack) await migrate(world, handOver, migration);
    await takeOver(world, handOver, digest);
  } catch (error) {
    const troubles = await goBack(world, handOver, before);
    throw new ReleaseFailed(told(error, before, troubles));
  }
  await markInUse(world, handOver, digest);
  return { image, before: before.digest };
}

/** Names the image, and has every service run it: first the one that takes requests. */
async function takeOver(world: World, handOver: HandOver, digest: string): Promise<void> {
  const { cluster, service, services, engine } = handOver;
  await nameImage(world, handOver, digest);
  const revisions = await registerAll(world, handOver, digest);
  const revisionFor = (name: string) => revisions.get(name)!;
  if (engine === "codedeploy") await shiftByCodeDeploy(world, handOver, revisionFor(service));
  else await shiftByEcs(world, cluster, service, revisionFor(service));
  for (const other of services.filter((each) => each !== service)) {
    await shiftByEcs(world, cluster, other, revisionFor(other));
  }
}
