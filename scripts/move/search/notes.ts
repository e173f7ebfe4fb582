import { busy, type Holder, isGone, ourselves, whileHeld } from "../lock.ts";
import type { World } from "../world.ts";
import type { Cluster } from "./cluster.ts";
import { at, OURS } from "./indexes.ts";

/** What a target says of the move that it belongs to. */
export interface Marker {
  readonly move: string;
  /** Address of the source. */
  readonly source: string;
}

/** Reads whose a target is; nothing where no move has begun to fill it. */
export async function readMarker(cluster: Cluster): Promise<Marker | undefined> {
  return read<Marker>(cluster, "marker");
}

/** Says whose a target is. */
export async function writeMarker(target: Cluster, marker: Marker): Promise<void> {
  const doing = "writing whose it is";
  await target.must(at(OURS, "/_doc/marker"), { doing, method: "PUT", body: marker });
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
  const lock = at(OURS, "/_doc/lock");
  const letGo = () => target.ask(lock, { doing: "giving its lock back", method: "DELETE" });
  await makeNotes(target);
  while (!(await taken(target, ourselves(move, world)))) {
    const holder = await read<Holder>(target, "lock");
    const removal = `DELETE ${target.name}${lock}`;
    if (holder && !isGone(holder, world)) throw busy(target.name, holder, removal);
    if (holder) await letGo();
  }
  return whileHeld(work, letGo);
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
