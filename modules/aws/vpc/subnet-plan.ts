import { formatCidr, parseCidr } from "@groundplan/core/cidr";
import { check } from "@groundplan/core/problems";
import { subnetPlanProblems } from "./subnet-plan-problems.ts";
import type { SubnetWish } from "./subnet-wish.ts";
import { TIER_SLOTS, type TierPlace, tierRange, zoneShare } from "./tier-place.ts";
import { letterOf } from "./zones.ts";

/** Where one subnet lies. */
export interface PlannedSubnet {
  /** IPv4 range. */
  readonly cidr: string;
  /** Number of its /64 among those of the VPC's IPv6 range. */
  readonly ipv6Number: number;
}

/** The plan: tier, then zone. */
export type SubnetPlan = Readonly<Record<string, Readonly<Record<string, PlannedSubnet>>>>;

/**
 * Places a subnet for each tier and zone.
 *
 * A zone's share follows from its letter alone, a tier's place in it from its slot alone. So no
 * subnet's range depends on which other zones and tiers there are, nor on any order.
 *
 * @throws PropsError with every problem of `subnetPlanProblems`
 */
export function planSubnets(wish: SubnetWish): SubnetPlan {
  check("subnet plan", subnetPlanProblems(wish));
  const vpc = parseCidr(wish.cidr)!;
  const place = (zone: string, tier: TierPlace): PlannedSubnet => {
    const share = zoneShare(vpc, wish.zoneSlots, letterOf(zone));
    return {
      cidr: formatCidr(tierRange(share, tier)),
      ipv6Number: letterOf(zone) * TIER_SLOTS + tier.slot,
    };
  };
  return mapValues(wish.tiers, (tier) =>
    Object.fromEntries(wish.zones.map((zone) => [zone, place(zone, tier)])),
  );
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
