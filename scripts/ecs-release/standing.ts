import { revisionOf, setRevision } from "./by-ecs.ts";
import type { HandOver } from "./hand-over.ts";
import { nameImage, parameterValue, registerAll } from "./image.ts";
import { nameOf } from "./revisions.ts";
import { ReleaseFailed, type World } from "./world.ts";

/** What stood when a release began. */
export interface Standing {
  readonly digest: string;
  /** Revisions of services that ECS releases, by their names. */
  readonly services: ReadonlyMap<string, string>;
}

/**
 * What stands now.
 *
 * @throws ReleaseFailed where a service has no family, or is not there
 */
export async function standing(world: World, handOver: HandOver): Promise<Standing> {
  const { cluster, services, service, engine, families, imageParameter } = handOver;
  const strangers = services.filter((each) => !families.includes(each));
  if (strangers.length > 0) {
    throw new ReleaseFailed(`no family of task definitions is called ${strangers.join(", ")}`);
  }
  const byEcs = services.filter((each) => engine !== "codedeploy" || each !== service);
  const revisions = byEcs.map(async (each) => {
    return [each, await revisionOf(world, cluster, each)] as const;
  });
  return {
    digest: await parameterValue(world, imageParameter),
    services: new Map(await Promise.all(revisions)),
  };
}

/** Sets everything to what stood before. What cannot be set is told, and the rest is set all the same. */
export async function goBack(
  world: World,
  handOver: HandOver,
  before: Standing,
): Promise<string[]> {
  const { cluster } = handOver;
  const services = [...before.services].map(([name, revision]) => async () => {
    const now = await revisionOf(world, cluster, name);
    if (now !== revision) await setRevision(world, cluster, name, revision);
  });
  const steps = [
    ...services,
    () => nameImage(world, handOver, before.digest),
    () => registerAll(world, handOver, before.digest),
  ];
  const troubles: string[] = [];
  for (const step of steps) {
    await step().catch((error: unknown) => troubles.push(messageOf(error)));
  }
  return troubles;
}

/** The message of a release that failed. */
export function told(
  error: unknown,
  { digest, services }: Standing,
  troubles: readonly string[],
): string {
  const what = [digest, ...[...services.values()].map(nameOf)].join(", ");
  const but =
    troubles.length > 0 ? ` but for this, which wants a person: ${troubles.join("; ")}` : "";
  return `${messageOf(error)}; went back to ${what}${but}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
