import type { ComputeNetworkConfig } from "@cdktf/provider-google/lib/compute-network/index.js";
import type { ComputeRouterNatConfig } from "@cdktf/provider-google/lib/compute-router-nat/index.js";
import type { ComputeSubnetworkConfig } from "@cdktf/provider-google/lib/compute-subnetwork/index.js";
import type { ModuleProps } from "@groundplan/core/stage";
import type { AddressPlan } from "./address-plan.ts";
import type { Egress, NatOptions } from "./egress.ts";
import type { FlowLogChoice } from "./flow-logs.ts";

/** What a network is made from. */
export interface NetworkProps extends ModuleProps, AddressPlan {
  /**
   * Name of the network and beginning of every other name, at most 63 characters each. Changing it
   * replaces the network and everything in it.
   */
  readonly name: string;

  /** Project id. Changing it replaces the network and everything in it. */
  readonly project: string;

  /** Region of the subnets and of the way out. Changing it replaces both. */
  readonly region: string;

  /**
   * How machines without a public address reach the internet. A change opens or cuts the way out at
   * once; Google's own services are reached without one.
   *
   * @default "nat"
   */
  readonly egress?: Egress;

  /** Details of the way out. @default automatic addresses in dev, two that stay in prod */
  readonly nat?: NatOptions;

  /**
   * Whether routes learned by a VPN or interconnect count in one region or in all. In place.
   *
   * @default "regional" in dev, "global" in prod
   */
  readonly routing?: "regional" | "global";

  /** Records of traffic; `{ off: { reason } }` for none. @default off in dev, half of it in prod */
  readonly flowLogs?: FlowLogChoice;

  /**
   * Whether a plan that destroys an address of the way out is refused (`prevent_destroy`).
   *
   * @default false in dev, true in prod
   */
  readonly protectAddresses?: boolean;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: {
    readonly network?: Partial<ComputeNetworkConfig>;
    readonly subnet?: Partial<ComputeSubnetworkConfig>;
    readonly nat?: Partial<ComputeRouterNatConfig>;
  };
}
