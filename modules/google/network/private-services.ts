import { ComputeGlobalAddress } from "@cdktf/provider-google/lib/compute-global-address/index.js";
import { ServiceNetworkingConnection } from "@cdktf/provider-google/lib/service-networking-connection/index.js";
import { Construct } from "constructs";

/** Addresses that Google's managed services take when they stand next to this network. */
export interface PrivateServices {
  /** First address: `10.61.0.0`. A change replaces the range, which is refused while it is in use. */
  readonly base: string;

  /**
   * Prefix length. A range cannot shrink, and services of each kind and region take /24 of it: leave
   * room.
   *
   * @default 20 in dev, 16 in prod
   */
  readonly prefix?: number;
}

/** The range as text. */
export function privateServicesCidr({ base, prefix }: PrivateServices, byStage: number): string {
  return `${base}/${prefix ?? byStage}`;
}

/** What the connection is made from. */
export interface PrivateServicesProps {
  /** Name of the network, beginning of the range's name. */
  readonly name: string;
  /** Project id. */
  readonly project: string;
  /** `projects/<project>/global/networks/<name>`. */
  readonly networkId: string;
  /** The range as text. */
  readonly cidr: string;
  /** Whether a destroy leaves the connection behind instead of failing. */
  readonly abandon: boolean;
}

/**
 * The range, and the peering through which Google's managed services are reached at it.
 *
 * Google refuses to take the peering down while, and for days after, something used it
 * (terraform-provider-google#16275). Where `abandon` holds, a destroy forgets it; the network then
 * stays as well until somebody deletes the peering by hand.
 */
export class PrivateServicesConnection extends Construct {
  readonly range: ComputeGlobalAddress;
  readonly connection: ServiceNetworkingConnection;

  constructor(scope: Construct, id: string, props: PrivateServicesProps) {
    super(scope, id);
    const [address, prefix] = props.cidr.split("/");
    this.range = new ComputeGlobalAddress(this, "range", {
      name: `${props.name}-services`,
      project: props.project,
      description: "Addresses of Google's managed services",
      addressType: "INTERNAL",
      purpose: "VPC_PEERING",
      network: props.networkId,
      address,
      prefixLength: Number(prefix),
    });
    this.connection = new ServiceNetworkingConnection(this, "connection", {
      network: props.networkId,
      service: "servicenetworking.googleapis.com",
      reservedPeeringRanges: [this.range.name],
      deletionPolicy: props.abandon ? "ABANDON" : undefined,
      // A peering that was left behind is taken over instead of refused.
      updateOnCreationFail: true,
    });
  }
}
