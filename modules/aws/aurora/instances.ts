import { between, type Finding, matching, must, whole } from "@groundplan/core/problems";
import type { Network } from "../vpc/network.ts";

/** One instance: it writes or reads, and any of them takes over where the one that writes fails. */
export interface InstanceOptions {
  /** `db.serverless`, or a machine such as `db.r7g.large`. A change restarts it. @default that of the cluster */
  readonly instanceClass?: string;
  /** Zone of the network. A change replaces the instance; its data are the cluster's and stay. @default AWS chooses one at random */
  readonly zone?: string;
  /**
   * Who takes over first, 0 to 15: the lowest. A `db.serverless` that reads is in 0 and 1 as large as the one
   * that writes, from 2 on as large as it needs to be itself. In place.
   *
   * @default 1
   */
  readonly promotionTier?: number;
}

/** Instances by key. */
export type Instances = Readonly<Record<string, InstanceOptions>>;

/** One writes and 15 read. Source: Aurora User Guide, "Aurora DB clusters". */
const MOST = 16;

/** So many instances, in the first zones of a network, each named after the end of its zone: `a`. */
export function instancesOver({ zones }: Network, count: number): Instances {
  const chosen = [...zones].sort().slice(0, count);
  return Object.fromEntries(chosen.map((zone) => [zone.slice(-1), { zone }]));
}

/**
 * The key of the instance that is made first, and so the first to write: that of the lowest tier, of several
 * the first in the alphabet. Later Aurora chooses.
 */
export function firstToWrite(instances: Instances): string {
  const tier = (key: string) => instances[key]!.promotionTier ?? 1;
  return Object.keys(instances).sort((a, b) => tier(a) - tier(b) || (a < b ? -1 : 1))[0]!;
}

/** What is wrong with the instances, but for their machines. */
export function instanceProblems(instances: Instances, zones: readonly string[]): Finding[] {
  const entries = Object.entries(instances);
  const places = entries.map(([, { zone }]) => zone);
  return [
    must(
      entries.length >= 1 && entries.length <= MOST,
      "compute.instances",
      `be 1 to ${MOST}`,
      entries.length,
    ),
    must(
      entries.length < 2 || places.includes(undefined) || new Set(places).size > 1,
      "compute.instances",
      "stand in two zones or more, so that one may fail",
      places[0],
    ),
    ...entries.flatMap(([key, { zone, promotionTier }]) => {
      const prop = `compute.instances.${key}`;
      return [
        matching("compute.instances", key, /^[a-z](-?[a-z0-9])*$/, "have kebab-case keys"),
        must(
          zone === undefined || zones.includes(zone),
          `${prop}.zone`,
          `be one of the network's: ${zones.join(", ")}`,
          zone,
        ),
        between(`${prop}.promotionTier`, promotionTier, 0, 15),
        whole(`${prop}.promotionTier`, promotionTier),
      ];
    }),
  ];
}
