import { type Holder, type Lock, whileLocked } from "../lock.ts";
import type { Owner } from "../owner.ts";
import type { World } from "../world.ts";
import type { Cluster } from "./cluster.ts";
import { at, OURS } from "./indexes.ts";

/** Reads whose a target is; nothing where no move has begun to fill it. */
export async function readMarker(cluster: Cluster): Promise<Owner | undefined> {
  return read<Owner>(cluster, "marker");
}

/** Says whose a target is. */
export async function writeMarker(target: Cluster, owner: Owner): Promise<void> {
  const doing = "writing whose it is";
  await target.must(at(OURS, "/_doc/marker"), { doing, method: "PUT", body: owner });
}

/** Takes marker and lock away with the index that holds them. */
export async function removeNotes(target: Cluster): Promise<void> {
  await target.ask(at(OURS), { doing: `deleting ${OURS}`, method: "DELETE" });
}

/**
 * Does work while nobody else moves into this cluster.
 *
 * @throws MoveRefused when another run does
 */
export async function alone<T>(
  target: Cluster,
  move: string,
  world: World,
  work: () => Promise<T>,
): Promise<T> {
  const path = at(OURS, "/_doc/lock");
  const lock: Lock = {
    where: target.name,
    removal: `DELETE ${target.name}${path}`,
    take: (us) => taken(target, us),
    read: () => read<Holder>(target, "lock"),
    remove: () => target.ask(path, { doing: "giving its lock back", method: "DELETE" }),
  };
  await makeNotes(target);
  return whileLocked(lock, move, world, work);
}

async function makeNotes(target: Cluster): Promise<void> {
  const settings = { number_of_shards: 1, auto_expand_replicas: "0-1" };
  // 400: it is there.
  const question = { doing: `making ${OURS}`, method: "PUT", body: { settings } } as const;
  await target.ask(at(OURS), { ...question, nothing: [400] });
}

/** Writes the lock where there is none; false where there is. */
async function taken(target: Cluster, us: Holder): Promise<boolean> {
  const question = { doing: "taking its lock", method: "PUT", body: us } as const;
  return (
    (await target.ask(at(OURS, "/_create/lock"), { ...question, nothing: [409] })) !== undefined
  );
}

async function read<T>(cluster: Cluster, id: string): Promise<T | undefined> {
  const path = at(OURS, `/_doc/${id}`);
  const found = await cluster.ask<{ _source?: T }>(path, { doing: `reading ${id} of a move` });
  return found?._source;
}
