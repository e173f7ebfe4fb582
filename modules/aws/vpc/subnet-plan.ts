import { type Cidr, formatCidr, overlaps, parseCidr, sizeOf } from "@groundplan/core/cidr";
import { check, type Finding, must } from "@groundplan/core/problems";
import { letterOf } from "./zones.ts";

/** Slots that every zone's share is divided into. A tier begins at one of them. */
const TIER_SLOTS = 16;
/** Smallest subnet that AWS makes: 16 addresses, of which 11 can be used. */
const SMALLEST_SUBNET = 28;

/** Size and place of one tier's subnets. The same in every zone. */
export interface TierPlace {
  /** Prefix length of each subnet of the tier, at most 28: `20` for 4096 addresses. */
  readonly prefix: number;
  /** The sixteenth of a zone's share at which the tier begins, 0 to 15. */
  readonly slot: number;
}

/** What the planner places. */
export interface SubnetWish {
  /** The VPC's range. */
  readonly cidr: string;
  readonly zones: readonly string[];
  /** Shares that the VPC's range is divided into, one per zone letter. */
  readonly zoneSlots: number;
  readonly tiers: Readonly<Record<string, TierPlace>>;
}

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

function zoneShare(vpc: Cidr, zoneSlots: number, slot: number): Cidr {
  const prefix = vpc.prefix + Math.log2(zoneSlots);
  return { base: vpc.base + slot * sizeOf({ base: 0, prefix }), prefix };
}

function tierRange(share: Cidr, { prefix, slot }: TierPlace): Cidr {
  return { base: share.base + (slot * sizeOf(share)) / TIER_SLOTS, prefix };
}

/** Slots that a tier covers, at least one. */
function slotsOf(share: Cidr, { prefix }: TierPlace): number {
  return Math.max(1, 2 ** (share.prefix - prefix) * TIER_SLOTS);
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
