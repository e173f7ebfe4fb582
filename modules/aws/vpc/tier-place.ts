import { type Cidr, sizeOf } from "@groundplan/core/cidr";

/** Slots that every zone's share is divided into. A tier begins at one of them. */
export const TIER_SLOTS = 16;

/** Size and place of one tier's subnets. The same in every zone. */
export interface TierPlace {
  /** Prefix length of each subnet of the tier, at most 28: `20` for 4096 addresses. */
  readonly prefix: number;
  /** The sixteenth of a zone's share at which the tier begins, 0 to 15. */
  readonly slot: number;
}

/** The part of the VPC's range that belongs to the zone at a place of the alphabet. */
export function zoneShare(vpc: Cidr, zoneSlots: number, letter: number): Cidr {
  const prefix = vpc.prefix + Math.log2(zoneSlots);
  return { base: vpc.base + letter * sizeOf({ base: 0, prefix }), prefix };
}

/** The part of a zone's share that belongs to a tier. */
export function tierRange(share: Cidr, { prefix, slot }: TierPlace): Cidr {
  return { base: share.base + (slot * sizeOf(share)) / TIER_SLOTS, prefix };
}

/** Slots that a tier covers, at least one. */
export function slotsOf(share: Cidr, { prefix }: TierPlace): number {
  return Math.max(1, 2 ** (share.prefix - prefix) * TIER_SLOTS);
}
