import { ComputeFirewall } from "@cdktf/provider-google/lib/compute-firewall/index.js";
import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network/index.js";
import { ComputeSubnetwork } from "@cdktf/provider-google/lib/compute-subnetwork/index.js";
import { check, must } from "@groundplan/core/problems";
import type { Construct } from "constructs";
import { CloudNat } from "./egress.ts";
import { ExistingNetwork, type ExistingNetworkProps } from "./existing-network.ts";
import { flowLogConfig } from "./flow-logs.ts";
import { PrivateServicesConnection, privateServicesCidr } from "./private-services.ts";
import type { NetworkProps } from "./props.ts";
import { ReachableNetwork } from "./reachable-network.ts";
import { networkProblems, resolveNetwork, type SettledNetwork } from "./settle.ts";

/** Weaker than every opening, stronger than what Google implies. */
const LAST_PRIORITY = 65_534;

/**
 * A network: its subnets, the way out, the way to Google's managed services, and a wall that is
 * closed until somebody opens a hole and says why.
 */
export class Network extends ReachableNetwork {
  readonly network: ComputeNetwork;
  /** By their keys. */
  readonly subnets: Readonly<Record<string, ComputeSubnetwork>>;
  readonly wall: ComputeFirewall;
  /** None where nothing leaves. */
  readonly nat?: CloudNat;
  /** None where no addresses are set aside. */
  readonly privateServices?: PrivateServicesConnection;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id, props);
    check(this, networkProblems(props));
    const settled = resolveNetwork(props);

    this.network = this.createNetwork(props, settled);
    this.subnets = this.createSubnets(props, settled);
    this.wall = this.createWall();
    this.nat = this.createNat(props, settled);
    this.privateServices = this.createPrivateServices(props, settled);
  }

  /** A network that another stack made, by its names: nothing is read from that stack. */
  static fromExisting(scope: Construct, id: string, props: ExistingNetworkProps): ReachableNetwork {
    return new ExistingNetwork(scope, id, props);
  }

  get networkId(): string {
    return this.network.id;
  }

  /** Public addresses that machines without one appear with; empty where Google chooses. */
  get egressIps(): string[] {
    return this.nat?.publicIps ?? [];
  }

  subnetId(key: string): string {
    const subnet = this.subnets[key];
    const keys = Object.keys(this.subnets).join(", ");
    check(this, [must(subnet !== undefined, "subnet", `be one of ${keys}`, key)]);
    return subnet!.id;
  }

  private createNetwork(props: NetworkProps, { routing }: SettledNetwork): ComputeNetwork {
    return new ComputeNetwork(this, "Default", {
      ...props.overrides?.network,
      name: this.name,
      project: this.project,
      routingMode: routing.toUpperCase(),
      // Automatic subnets take 10.128.0.0/9 of every network, so that no two can be joined.
      autoCreateSubnetworks: false,
    });
  }

  private createSubnets(props: NetworkProps, settled: SettledNetwork) {
    const logConfig = flowLogConfig(props.flowLogs, settled.logsByDefault);
    return Object.fromEntries(
      Object.entries(props.subnets).map(([key, { cidr }]) => [
        key,
        new ComputeSubnetwork(this, `subnet-${key}`, {
          logConfig,
          ...props.overrides?.subnet,
          name: `${this.name}-${key}`,
          project: this.project,
          region: this.region,
          network: this.networkId,
          ipCidrRange: cidr,
          // Google's services are reached without the way out, and without paying for it.
          privateIpGoogleAccess: true,
        }),
      ]),
    );
  }

  private createWall(): ComputeFirewall {
    return new ComputeFirewall(this, "deny-ingress", {
      name: `${this.name}-deny-ingress`,
      project: this.project,
      network: this.networkId,
      description: "What no other rule lets in stays out",
      direction: "INGRESS",
      priority: LAST_PRIORITY,
      sourceRanges: ["0.0.0.0/0"],
      deny: [{ protocol: "all" }],
    });
  }

  private createNat(props: NetworkProps, settled: SettledNetwork): CloudNat | undefined {
    if (settled.egress === "none") return undefined;
    const { natAddresses: addresses, ports, protectAddresses: protect } = settled;
    return new CloudNat(this, "nat", {
      ...this.shared(),
      region: this.region,
      addresses,
      ports,
      protect,
      override: props.overrides?.nat,
    });
  }

  private createPrivateServices(
    { privateServices }: NetworkProps,
    { servicesPrefix, abandonServices }: SettledNetwork,
  ): PrivateServicesConnection | undefined {
    if (!privateServices) return undefined;
    return new PrivateServicesConnection(this, "services", {
      ...this.shared(),
      cidr: privateServicesCidr(privateServices, servicesPrefix),
      abandon: abandonServices,
    });
  }

  private shared() {
    return { name: this.name, project: this.project, networkId: this.networkId };
  }
}
