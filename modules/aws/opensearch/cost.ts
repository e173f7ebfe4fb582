import type { FixedCost } from "@groundplan/core/cost";
import { cents } from "../vpc/prices.ts";
import type { Topology } from "./topology.ts";

/**
 * us-east-1, 2026, an hour on demand, of the types that stages take by default. Read off public copies of
 * AWS's price list that agree.
 */
const USD_PER_HOUR: Readonly<Record<string, number>> = {
  "t3.small.search": 0.036,
  "m6g.large.search": 0.128,
};

const HOURS = 730;
const GIB_USD_PER_MONTH = 0.122;

/** What a domain costs while nobody asks it; nodes of other types are not counted. */
export function searchCosts({ data, masters }: Topology, storageGiB: number): FixedCost[] {
  const nodes = [data, ...(masters ? [masters] : [])].flatMap(({ type, count }) => {
    const hourly = USD_PER_HOUR[type];
    if (hourly === undefined) return [];
    return [{ item: `${count} ${type}`, usdPerMonth: cents(count * hourly * HOURS) }];
  });
  const gib = data.count * storageGiB;
  return [...nodes, { item: `${gib} GiB of gp3`, usdPerMonth: cents(gib * GIB_USD_PER_MONTH) }];
}
