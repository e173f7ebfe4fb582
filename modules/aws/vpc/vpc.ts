import { EgressOnlyInternetGateway } from "@cdktf/provider-aws/lib/egress-only-internet-gateway/index.js";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway/index.js";
import { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { locationOf } from "@groundplan/aws/account";
import { check } from "@groundplan/core/problems";
import { Construct } from "constructs";
import { DefaultResources } from "./default-resources.ts";
import { createDhcpOptions } from "./dhcp-options.ts";
import { EgressWays } from "./egress.ts";
import { Endpoints } from "./endpoints.ts";
import { ExistingNetwork, type ExistingNetworkProps } from "./existing-network.ts";
import { FlowLogs } from "./flow-logs.ts";
import type { Network } from "./network.ts";
import { createPublicAccessExclusion } from "./public-access.ts";
import { reachOf } from "./reach.ts";
import { planSubnets } from "./subnet-plan.ts";
import { type TierKind, TierSubnets, tierNamed, tiersOfKind } from "./tiers.ts";
import { vpcProblems } from "./vpc-problems.ts";
import { resolveVpc, type SettledVpc, type VpcProps } from "./vpc-props.ts";
import { zonesWithShare } from "./zones.ts";

/** A network: subnets by tier and zone, the way out, private ways to AWS services, and its records. */
export class Vpc extends Construct implements Network {
  /** Refers to a network that another stack or somebody else made. Makes nothing. */
  static fromExisting(scope: Construct, id: string, props: ExistingNetworkProps): Network {
    return new ExistingNetwork(scope, id, props);
  }

  readonly vpc: AwsVpc;
  readonly tiers: Readonly<Record<string, TierSubnets>>;
  readonly egressWays: EgressWays;
  readonly endpoints: Endpoints;
  readonly flowLogs?: FlowLogs;
  /** Not there where no tier is public and nothing leads out. */
  readonly internetGateway?: InternetGateway;

  readonly cidr: string;
  readonly zones: readonly string[];
  readonly region: string;
  readonly hasEgress: boolean;
  /** Services that private subnets reach without leaving the network. */
  readonly endpointServices: readonly string[];

  constructor(scope: Construct, id: string, props: VpcProps) {
    super(scope, id);
    const settled = resolveVpc(props);
    this.region = locationOf(this).region;
    check(this, vpcProblems(props, this.region));

    this.cidr = settled.cidr;
    this.zones = settled.zones;
    const { hasEgress, endpointServices } = reachOf(props);
    this.hasEgress = hasEgress;
    this.endpointServices = endpointServices;
    this.vpc = this.createVpc(settled);
    new DefaultResources(this, "defaults", { ...this.shared(settled), ipv6: settled.ipv6 });
    this.tiers = this.createTiers(settled);
    this.internetGateway = this.createInternetGateway(settled);
    this.connectPublicTiers(settled);
    this.egressWays = this.createEgress(settled);
    this.connectPrivateTiers(settled);
    this.endpoints = this.createEndpoints(settled);
    this.flowLogs = this.createFlowLogs(settled);
    if (settled.dhcp) createDhcpOptions(this, this.vpc, settled.name, settled.dhcp);
    if (settled.publicAccessExclusion) {
      createPublicAccessExclusion(this, this.vpc, settled.publicAccessExclusion);
    }
  }

  get vpcId(): string {
    return this.vpc.id;
  }

  /** Public addresses that private subnets appear with, for partners' allow-lists. */
  get egressIps(): string[] {
    return this.egressWays.publicIps;
  }

  subnetIds(tier: string): string[] {
    const { subnets } = tierNamed(this, this.tiers, tier);
    return this.zones.map((zone) => subnets[zone]!.id);
  }

  /** Route tables of a tier, each once, for routes to peers, transit gateways and VPNs. */
  routeTableIds(tier: string): string[] {
    return tierNamed(this, this.tiers, tier).distinctRouteTables.map((table) => table.id);
  }

  private shared({ name, cidr }: SettledVpc) {
    return { vpc: this.vpc, namePrefix: name, cidr };
  }

  private createVpc(settled: SettledVpc): AwsVpc {
    return new AwsVpc(this, "Default", {
      tags: { Name: settled.name },
      ...settled.overrides?.vpc,
      cidrBlock: settled.cidr,
      ipv4IpamPoolId: settled.ipamPoolId,
      assignGeneratedIpv6CidrBlock: settled.ipv6 || undefined,
      // Names of endpoints resolve to their private addresses only with both.
      enableDnsSupport: true,
      enableDnsHostnames: true,
    });
  }

  private createTiers(settled: SettledVpc): Record<string, TierSubnets> {
    const plan = planSubnets(settled);
    return Object.fromEntries(
      Object.entries(settled.tiers).map(([tierName, tier]) => [
        tierName,
        new TierSubnets(this, `tier-${tierName}`, {
          ...this.shared(settled),
          tierName,
          tier,
          plan: plan[tierName]!,
          ipv6: settled.ipv6,
          subnetOverrides: settled.overrides?.subnet,
        }),
      ]),
    );
  }

  private createInternetGateway(settled: SettledVpc): InternetGateway | undefined {
    const needed = this.hasEgress || settled.nat.standby || tiersOfKind(settled.tiers, "public")[0];
    if (!needed) return undefined;
    return new InternetGateway(this, "internet-gateway", {
      vpcId: this.vpc.id,
      tags: { Name: settled.name },
    });
  }

  private connectPublicTiers({ ipv6 }: SettledVpc): void {
    const world = { gatewayId: this.internetGateway?.id };
    for (const tier of this.tiersThatAre("public")) {
      tier.routeOut(() => world);
      if (ipv6) tier.routeOutIpv6(world);
    }
  }

  private createEgress(settled: SettledVpc): EgressWays {
    const publicTier = settled.nat.tier ?? tiersOfKind(settled.tiers, "public")[0];
    const tier = publicTier ? this.tiers[publicTier] : undefined;
    return new EgressWays(this, "egress", {
      ...this.shared(settled),
      zones: settled.zones,
      everyZone: zonesWithShare(this.region, settled.zoneSlots),
      egress: settled.egress,
      options: settled.nat,
      protect: settled.protectAddresses,
      publicTier: tier,
      internetGateway: this.internetGateway,
      natGatewayOverrides: settled.overrides?.natGateway,
    });
  }

  /** An isolated tier gets no way out, and a private one none when egress is "none". */
  private connectPrivateTiers({ ipv6, name }: SettledVpc): void {
    const leaving = this.hasEgress ? this.tiersThatAre("private") : [];
    for (const tier of leaving) tier.routeOut((zone) => this.egressWays.targetOf(zone));
    if (!ipv6 || leaving.length === 0) return;
    const { id } = new EgressOnlyInternetGateway(this, "egress-only-gateway", {
      vpcId: this.vpc.id,
      tags: { Name: name },
    });
    for (const tier of leaving) tier.routeOutIpv6({ egressOnlyGatewayId: id });
  }

  private tiersThatAre(kind: TierKind): TierSubnets[] {
    return Object.values(this.tiers).filter((tier) => tier.kind === kind);
  }

  private createEndpoints(settled: SettledVpc): Endpoints {
    const tier = settled.endpoints.tier ?? tiersOfKind(settled.tiers, "private")[0];
    const subnets = tier ? this.tiers[tier]!.subnets : {};
    const zones = settled.zones.filter((zone) => settled.endpoints.zones?.includes(zone) ?? true);
    return new Endpoints(this, "endpoints", {
      ...this.shared(settled),
      sets: settled.endpointSets,
      options: settled.endpoints,
      subnetIds: zones.flatMap((zone) => subnets[zone]?.id ?? []),
      routeTableIds: Object.values(this.tiers).flatMap((each) =>
        each.distinctRouteTables.map((table) => table.id),
      ),
      endpointOverrides: settled.overrides?.endpoint,
    });
  }

  private createFlowLogs(settled: SettledVpc): FlowLogs | undefined {
    if (!settled.flowLogs || "off" in settled.flowLogs) return undefined;
    return new FlowLogs(this, "flow-logs", { ...this.shared(settled), ...settled.flowLogs });
  }
}
