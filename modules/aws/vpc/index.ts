export type { DhcpOptions } from "./dhcp-options.ts";
export type { NatOptions } from "./egress.ts";
export type { Egress } from "./egress-addresses.ts";
export {
  ENDPOINT_SETS,
  type EndpointSet,
  type GatewayService,
  type InterfaceService,
} from "./endpoint-services.ts";
export type { EndpointOptions } from "./endpoints.ts";
export type { ExistingNetworkProps } from "./existing-network.ts";
export type { FlowLogArchive, FlowLogChoice, FlowLogOptions } from "./flow-logs.ts";
export { missingEndpoints, type Reach } from "./missing-endpoints.ts";
export type { NatInstanceOptions } from "./nat-instance.ts";
export type { Network } from "./network.ts";
export type { PublicAccessExclusion } from "./public-access.ts";
export { reachOf } from "./reach.ts";
export { planSubnets, type SubnetPlan } from "./subnet-plan.ts";
export { subnetPlanProblems } from "./subnet-plan-problems.ts";
export type { SubnetWish } from "./subnet-wish.ts";
export { DEFAULT_TIERS, type Tier, type TierKind } from "./tiers.ts";
export { Vpc } from "./vpc.ts";
export { vpcProblems } from "./vpc-problems.ts";
export { DEFAULTS, type VpcProps } from "./vpc-props.ts";
