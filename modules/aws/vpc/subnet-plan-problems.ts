import { type Cidr, overlaps, parseCidr, sizeOf } from "@groundplan/core/cidr";
import { type Finding, must } from "@groundplan/core/problems";
import type { SubnetWish } from "./subnet-wish.ts";
import { slotsOf, TIER_SLOTS, type TierPlace, tierRange, zoneShare } from "./tier-place.ts";
import { letterOf } from "./zones.ts";

/** Smallest subnet that AWS makes: 16 addresses, of which 11 can be used. */
const SMALLEST_SUBNET = 28;

/** Everything that keeps the tiers from fitting into the VPC's range, with the numbers. */
export function subnetPlanProblems({ cidr, zones, zoneSlots, tiers }: SubnetWish): Finding[] {
  const vpc = parseCidr(cidr);
  if (!vpc) return [must(false, "cidr", "be an IPv4 range such as 10.20.0.0/16", cidr)];
  const share = zoneShare(vpc, zoneSlots, 0);
  const smallestVpc = SMALLEST_SUBNET - Math.log2(zoneSlots);
  if (vpc.prefix < 16 || vpc.prefix > smallestVpc) {
    const rule = `be a /16 to /${smallestVpc}, so that each of ${zoneSlots} zone shares holds a subnet`;
    return [must(false, "cidr", rule, cidr)];
  }
  return [
    ...zones.map((zone) => zoneProblem(zone, zoneSlots)),
    ...Object.entries(tiers).flatMap(([name, tier]) => [
      ...sizeProblems(`tiers.${name}`, tier, share, cidr),
      overlapProblem(name, tiers, share),
    ]),
  ];
}

function zoneProblem(zone: string, zoneSlots: number): Finding {
  return must(
    letterOf(zone) < zoneSlots,
    "zones",
    `have one of the first ${zoneSlots} letters, as the range has ${zoneSlots} zone shares`,
    zone,
    "choose another zone, or more zoneSlots before anything is deployed",
  );
}

function sizeProblems(prop: string, tier: TierPlace, share: Cidr, cidr: string): Finding[] {
  const { prefix, slot } = tier;
  const fits = prefix >= share.prefix && prefix <= SMALLEST_SUBNET && Number.isInteger(prefix);
  const width = slotsOf(share, tier);
  return [
    must(
      fits,
      `${prop}.prefix`,
      `be ${share.prefix} to ${SMALLEST_SUBNET}: each zone's share of ${cidr} is a /${share.prefix} with ${sizeOf(share)} addresses`,
      prefix,
      "make the subnets smaller or the range of the VPC larger",
    ),
    must(
      Number.isInteger(slot) && slot >= 0 && slot < TIER_SLOTS,
      `${prop}.slot`,
      `be 0 to ${TIER_SLOTS - 1}`,
      slot,
    ),
    fits &&
      must(
        slot % width === 0,
        `${prop}.slot`,
        `be a multiple of ${width}, as a /${prefix} covers ${width} slots of a /${share.prefix}`,
        slot,
      ),
  ];
}

/** Each overlap is told once, at the tier whose name comes later. */
function overlapProblem(
  name: string,
  tiers: Readonly<Record<string, TierPlace>>,
  share: Cidr,
): Finding {
  const tier = tiers[name]!;
  const others = Object.keys(tiers).filter((other) => other < name);
  const met = others.filter((other) =>
    overlaps(tierRange(share, tier), tierRange(share, tiers[other]!)),
  );
  const width = slotsOf(share, tier);
  const starts = Array.from({ length: TIER_SLOTS }, (_, slot) => slot).filter(
    (slot) =>
      slot % width === 0 &&
      Object.keys(tiers)
        .filter((other) => other !== name)
        .every(
          (other) =>
            !overlaps(tierRange(share, { ...tier, slot }), tierRange(share, tiers[other]!)),
        ),
  );
  return must(
    met.length === 0,
    `tiers.${name}.slot`,
    `lie clear of ${met.join(" and ")}`,
    tier.slot,
    starts.length > 0
      ? `a /${tier.prefix} fits at ${starts.join(", ")}`
      : `no place for a /${tier.prefix} is left in a /${share.prefix}`,
  );
}
