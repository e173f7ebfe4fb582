import { type Network, Vpc } from "@groundplan/aws/vpc";
import { Contract, type PublishedContract } from "@groundplan/core/contracts";
import { tellPeople } from "@groundplan/core/outputs";
import { LayerStack, type Placement } from "@groundplan/core/site";
import { type App, Fn } from "cdktf";
import { networkProps } from "./module-props.ts";
import { APP, NAMED } from "./names.ts";
import type { MusicLibrarySettings } from "./settings.ts";

/** The network as other stacks meet it: what only AWS knows. The rest is in the settings. */
export const NETWORK = new Contract("network", {
  vpcId: "text",
  publicSubnetIds: "list",
  privateSubnetIds: "list",
  databaseSubnetIds: "list",
  /** Addresses that private subnets appear with outside. */
  egressIps: "list",
});

/** What the network belongs to. */
export interface NetworkStackProps {
  readonly placement: Placement<MusicLibrarySettings>;
}

/** The VPC with its three tiers, the way out, and the private endpoints. */
export class NetworkStack extends LayerStack {
  readonly network: PublishedContract<typeof NETWORK.shape>;
  readonly #vpc: Vpc;

  constructor(scope: App, { placement }: NetworkStackProps) {
    const { site, settings } = placement;
    super(scope, { site, app: APP, layer: "network", clouds: ["aws"] });

    const name = site.names.of(...NAMED.network);
    this.#vpc = new Vpc(this, "network", networkProps(site.stage, name, settings));

    tellPeople(this, "egress_ips", "what partners put on their allow-lists", this.#vpc.egressIps);

    this.network = NETWORK.publish(this, {
      vpcId: this.#vpc.vpcId,
      publicSubnetIds: this.#vpc.subnetIds("public"),
      privateSubnetIds: this.#vpc.subnetIds("private"),
      databaseSubnetIds: this.#vpc.subnetIds("database"),
      egressIps: this.#vpc.egressIps,
    });
  }

  /**
   * How callers inside the network appear to a public address of its own, by zone: they leave by the way
   * out and come back. In a network without one they cannot, and are named by its range.
   */
  callersIn(consumer: LayerStack): Record<string, { readonly cidr: string }> {
    const { zones, cidr, egressIps } = this.#vpc;
    if (egressIps.length === 0) return { network: { cidr } };
    const { egressIps: addresses } = this.network.readFrom(consumer);
    const keys = egressIps.length === zones.length ? zones : ["way-out"];
    return Object.fromEntries(
      keys.map((key, index) => [key, { cidr: `${Fn.element(addresses, index)}/32` }]),
    );
  }

  /** The network in another stack: read from the contract, with what is known without reading. */
  networkIn(consumer: LayerStack): Network {
    const contract = this.network.readFrom(consumer);
    const { cidr, zones, hasEgress, endpointServices } = this.#vpc;
    return Vpc.fromExisting(consumer, "network", {
      vpcId: contract.vpcId,
      cidr,
      zones,
      hasEgress,
      endpointServices,
      subnetIds: {
        public: contract.publicSubnetIds,
        private: contract.privateSubnetIds,
        database: contract.databaseSubnetIds,
      },
    });
  }
}
