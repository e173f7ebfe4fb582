import type { Found } from "../carrier.ts";
import type { ComparedWrites } from "../plan/progress.ts";
import type { Cluster } from "./cluster.ts";
import { type Index, indexOf, writesOf } from "./indexes.ts";

/** How often each index of a cluster was written to; those that are not there are left out. */
export async function writesOfAll(
  cluster: Cluster,
  indexes: readonly Index[],
): Promise<Record<string, number>> {
  const writes: Record<string, number> = {};
  for (const { name } of indexes) {
    if (await indexOf(cluster, name)) writes[name] = await writesOf(cluster, name);
  }
  return writes;
}

/** What was written since the comparison, and whether more can be. */
export async function writeFound(
  source: Cluster,
  target: Cluster,
  indexes: readonly Index[],
  compared: ComparedWrites | undefined,
): Promise<Found> {
  const problems: string[] = [];
  for (const cluster of compared ? [source, target] : []) {
    const now = await writesOfAll(cluster, indexes);
    const { side } = cluster;
    const gone = Object.keys(compared?.[side] ?? {}).filter((name) => !(name in now));
    problems.push(...gone.map((name) => `${name} is not at the ${side} any more`));
    for (const [name, writes] of Object.entries(now)) {
      const since = writes - (compared?.[side][name] ?? 0);
      if (since === 0) continue;
      const again =
        side === "source" ? "infra move copy, and compare, again" : "infra move compare, again";
      problems.push(
        `${name} was written to at the ${side} since it was compared (${since} times): ${again}`,
      );
    }
  }
  const open = indexes.filter(({ settings }) => !isShut(settings)).map(({ name }) => name);
  return {
    said: "the indexes may go over",
    problems,
    warnings:
      open.length > 0
        ? [
            `nothing keeps writes from ${open.join(", ")} of the source: PUT /<index>/_settings { "index.blocks.write": true } makes sure`,
          ]
        : [],
  };
}

function isShut({ blocks }: Index["settings"]): boolean {
  const { write, read_only: readOnly } = (blocks ?? {}) as Record<string, unknown>;
  return `${write}` === "true" || `${readOnly}` === "true";
}
