import type { TierPlace } from "./tier-place.ts";

/** What the planner places. */
export interface SubnetWish {
  /** The VPC's range. */
  readonly cidr: string;
  readonly zones: readonly string[];
  /** Shares that the VPC's range is divided into, one per zone letter. */
  readonly zoneSlots: number;
  readonly tiers: Readonly<Record<string, TierPlace>>;
}
