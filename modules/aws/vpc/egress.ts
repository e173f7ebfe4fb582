import type { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway/index.js";
import { NatGateway, type NatGatewayConfig } from "@cdktf/provider-aws/lib/nat-gateway/index.js";
import type { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { declareCost, type FixedCost } from "@groundplan/core/cost";
import { type Finding, must, oneOf } from "@groundplan/core/problems";
import { Construct } from "constructs";
import {
  addressKeys,
  allocationProblems,
  EGRESS_KINDS,
  type Egress,
  EgressAddresses,
  everyAddressKey,
} from "./egress-addresses.ts";
import { NatInstance, type NatInstanceOptions, natInstanceProblems } from "./nat-instance.ts";
import { cents, USD_PER_MONTH } from "./prices.ts";
import type { RouteTarget, TierSubnets } from "./tiers.ts";

/** Details of the way out. Changing `egress` needs no change here. */
export interface NatOptions {
  /**
   * Zone of a single NAT gateway or of the NAT instance. A change makes a new one, with a new
   * address, and cuts open connections.
   *
   * @default the first of the network's zones in alphabetical order
   */
  readonly zone?: string;

  /** Public tier that NAT gateways and the instance stand in. @default the only public tier */
  readonly tier?: string;

  /** The NAT instance: needed with egress `nat-instance`, else unused. @default no instance */
  readonly instance?: NatInstanceOptions;

  /**
   * A second kind of egress that is made beside the first and carries no traffic. Moving from one
   * kind to another takes two applies: name the new kind here, give its addresses to partners, then
   * swap the two words; take this line out when nobody looks back.
   *
   * @default none
   */
  readonly standby?: Exclude<Egress, "none">;

  /**
   * Kinds of egress whose Elastic IPs are held although nothing uses them. An address that is
   * released is lost, and with it the partners' allow-lists; one that is protected is forgotten
   * instead, and stays in the account until somebody brings it back (`allocationIds`) or releases it.
   *
   * @default none beyond those in use
   */
  readonly keepAddressesOf?: readonly Exclude<Egress, "none">[];

  /**
   * Elastic IPs that exist already, by key (`nat-<zone>`, `regional-<zone>`, `instance-<zone>`):
   * used instead of making one. A change replaces the gateway.
   *
   * @default every address is made here
   */
  readonly allocationIds?: Readonly<Record<string, string>>;
}

interface EgressWaysProps {
  readonly vpc: AwsVpc;
  readonly namePrefix: string;
  readonly cidr: string;
  readonly zones: readonly string[];
  /** Zones that the network may have had. */
  readonly everyZone: readonly string[];
  readonly egress: Egress;
  readonly options: NatOptions;
  readonly protect: boolean;
  /** Not there where nothing leads out. */
  readonly internetGateway?: InternetGateway;
  /** Where zonal gateways and the instance stand. */
  readonly publicTier?: TierSubnets;
  readonly natGatewayOverrides?: Partial<NatGatewayConfig>;
}

/** What leads out of the private subnets: gateways or the instance, and their addresses. */
export class EgressWays extends Construct {
  readonly addresses: EgressAddresses;
  /** Zonal NAT gateways by zone. */
  readonly natGateways: Readonly<Record<string, NatGateway>>;
  readonly regionalNat?: NatGateway;
  readonly instance?: NatInstance;
  /** Public addresses that traffic leaves with now, as far as this module makes them. */
  readonly publicIps: string[];

  private readonly egress: Egress;
  private readonly zone: string;

  constructor(scope: Construct, id: string, props: EgressWaysProps) {
    super(scope, id);
    this.egress = props.egress;
    this.zone = egressZone(props.zones, props.options);
    const standing = kindsStanding(props.egress, props.options);
    const held = [...standing, ...(props.options.keepAddressesOf ?? [])];
    const keysOf = (kind: Egress) => addressKeys(kind, props.zones, this.zone);
    this.addresses = new EgressAddresses(this, "addresses", {
      namePrefix: props.namePrefix,
      keys: distinct(held.flatMap(keysOf)),
      allocationIds: props.options.allocationIds ?? {},
      everHeld: everyAddressKey(props.everyZone),
      protect: props.protect,
    });
    this.publicIps = keysOf(props.egress).flatMap(
      (key) => this.addresses.byKey[key]?.publicIp ?? [],
    );
    this.natGateways = Object.fromEntries(
      natZones(standing, props.zones, this.zone).map((each) => [each, this.createNat(each, props)]),
    );
    if (standing.includes("regional-nat")) this.regionalNat = this.createRegionalNat(props);
    if (standing.includes("nat-instance")) this.instance = this.createInstance(props);
    this.tellCost(props.zones);
  }

  /** What a private subnet's default route leads to. */
  targetOf(zone: string): RouteTarget {
    switch (this.egress) {
      case "none":
        return {};
      case "nat-instance":
        return { networkInterfaceId: this.instance!.networkInterface.id };
      case "single-nat":
        return { natGatewayId: this.natGateways[this.zone]!.id };
      case "nat-per-zone":
        return { natGatewayId: this.natGateways[zone]!.id };
      case "regional-nat":
        return { natGatewayId: this.regionalNat!.id };
    }
  }

  private createNat(zone: string, props: EgressWaysProps): NatGateway {
    return new NatGateway(this, `nat-${zone}`, {
      subnetId: props.publicTier!.subnets[zone]!.id,
      allocationId: this.addresses.byKey[`nat-${zone}`]!.allocationId,
      connectivityType: "public",
      tags: { Name: `${props.namePrefix}-${zone}` },
      dependsOn: props.publicTier!.wayOf(zone),
      ...props.natGatewayOverrides,
    });
  }

  /** Zones and addresses are named, so that AWS neither adds an address nor lets one go. */
  private createRegionalNat(props: EgressWaysProps): NatGateway {
    return new NatGateway(this, "regional-nat", {
      vpcId: props.vpc.id,
      availabilityMode: "regional",
      connectivityType: "public",
      availabilityZoneAddress: props.zones.map((zone) => ({
        availabilityZone: zone,
        allocationIds: [this.addresses.byKey[`regional-${zone}`]!.allocationId],
      })),
      tags: { Name: `${props.namePrefix}-regional` },
      dependsOn: [props.internetGateway!],
      ...props.natGatewayOverrides,
    });
  }

  private createInstance(props: EgressWaysProps): NatInstance {
    return new NatInstance(this, "nat-instance", {
      vpc: props.vpc,
      namePrefix: props.namePrefix,
      cidr: props.cidr,
      after: props.publicTier!.wayOf(this.zone),
      subnetId: props.publicTier!.subnets[this.zone]!.id,
      allocationId: this.addresses.byKey[`instance-${this.zone}`]!.allocationId,
      ...props.options.instance!,
    });
  }

  private tellCost(zones: readonly string[]): void {
    const addresses = Object.keys(this.addresses.byKey).length;
    const gateways = Object.keys(this.natGateways).length + (this.regionalNat ? zones.length : 0);
    const lines: [string, number, number][] = [
      ["NAT gateway by zone", gateways, USD_PER_MONTH.natGateway],
      ["Elastic IP", addresses, USD_PER_MONTH.publicIpv4],
    ];
    declareCost(
      this,
      lines
        .filter(([, count]) => count > 0)
        .map(
          ([item, count, usd]): FixedCost => ({
            item: `${count} x ${item}`,
            usdPerMonth: cents(count * usd),
          }),
        ),
    );
  }
}

/** Checks the egress switch and its details against the network's zones and tiers. */
export function egressProblems(
  egress: Egress,
  options: NatOptions,
  zones: readonly string[],
  hasPublicTier: boolean,
): Finding[] {
  const standing = kindsStanding(egress, options);
  const held = [...standing, ...(options.keepAddressesOf ?? [])];
  const keys = distinct(
    held.flatMap((kind) => addressKeys(kind, zones, egressZone(zones, options))),
  );
  const zonal = standing.filter((kind) => kind !== "none" && kind !== "regional-nat");
  return [
    oneOf("egress", egress, EGRESS_KINDS),
    oneOf("nat.zone", options.zone, zones),
    must(options.standby !== egress, "nat.standby", "differ from egress", options.standby),
    must(
      hasPublicTier || zonal.length === 0,
      "tiers",
      `hold a public tier for egress ${zonal.join(" and ")}`,
      undefined,
      `name one, or choose egress "regional-nat" or "none"`,
    ),
    ...allocationProblems("nat.allocationIds", options.allocationIds ?? {}, keys),
    ...natInstanceProblems("nat.instance", options.instance, standing.includes("nat-instance")),
  ];
}

function kindsStanding(egress: Egress, { standby }: NatOptions): Egress[] {
  return standby ? [egress, standby] : [egress];
}

function egressZone(zones: readonly string[], { zone }: NatOptions): string {
  return zone ?? [...zones].sort()[0] ?? "";
}

/** Zones that have a NAT gateway of their own. */
function natZones(standing: readonly Egress[], zones: readonly string[], zone: string): string[] {
  if (standing.includes("nat-per-zone")) return [...zones];
  return standing.includes("single-nat") ? [zone] : [];
}

function distinct(keys: readonly string[]): string[] {
  return [...new Set(keys)].sort();
}
