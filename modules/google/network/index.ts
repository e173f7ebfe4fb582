export type { AddressPlan, Subnet } from "./address-plan.ts";
export { CloudNat, type Egress, type NatOptions, type NatPorts } from "./egress.ts";
export { ExistingNetwork, type ExistingNetworkProps } from "./existing-network.ts";
export type { FlowLogChoice, FlowLogInterval, FlowLogOptions } from "./flow-logs.ts";
export { Network } from "./network.ts";
export {
  type Caller,
  type Identity,
  type Machines,
  type Opening,
  openingProblems,
} from "./opening.ts";
export {
  type PrivateServices,
  PrivateServicesConnection,
  privateServicesCidr,
} from "./private-services.ts";
export type { NetworkProps } from "./props.ts";
export { type NetworkAddress, ReachableNetwork } from "./reachable-network.ts";
export { DEFAULTS, networkProblems } from "./settle.ts";
