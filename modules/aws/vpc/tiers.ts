import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table/index.js";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association/index.js";
import { Subnet, type SubnetConfig } from "@cdktf/provider-aws/lib/subnet/index.js";
import type { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { type Finding, matching, must, PropsError } from "@groundplan/core/problems";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { PlannedSubnet } from "./subnet-plan.ts";
import type { TierPlace } from "./tier-place.ts";

/**
 * Where a tier's subnets lead: `public` to and from the internet, `private` out of the network by
 * the VPC's egress, `isolated` nowhere but the network itself and the gateway endpoints.
 */
export type TierKind = "public" | "private" | "isolated";

/** A group of subnets of one size and kind, one in each zone. */
export interface Tier extends TierPlace {
  /** Where the subnets lead. A change replaces their route tables and cuts their traffic meanwhile. */
  readonly kind: TierKind;
  /** Tags of the subnets, such as those that Kubernetes looks for. @default none but the name */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The tiers of a network that names none. They fit a /16 with four zone shares; slots 4 to 7,
 * 9 to 11 and 13 to 15 are left for later tiers.
 */
export const DEFAULT_TIERS = {
  public: { kind: "public", prefix: 26, slot: 12 },
  private: { kind: "private", prefix: 20, slot: 0 },
  database: { kind: "isolated", prefix: 24, slot: 8 },
} as const satisfies Record<string, Tier>;

/** What a route leads to. One of the fields. */
export interface RouteTarget {
  readonly gatewayId?: string;
  readonly natGatewayId?: string;
  readonly networkInterfaceId?: string;
  readonly egressOnlyGatewayId?: string;
}

interface TierSubnetsProps {
  readonly vpc: AwsVpc;
  readonly tierName: string;
  readonly namePrefix: string;
  readonly tier: Tier;
  /** Place of the subnet of each zone. */
  readonly plan: Readonly<Record<string, PlannedSubnet>>;
  readonly ipv6: boolean;
  readonly subnetOverrides?: Partial<SubnetConfig>;
}

/**
 * The subnets of one tier, keyed by zone, and their route tables: one per zone in a private tier,
 * whose ways out differ, and one for all zones in the others.
 */
export class TierSubnets extends Construct {
  readonly kind: TierKind;
  /** Subnets by zone. */
  readonly subnets: Readonly<Record<string, Subnet>>;
  /** Route tables by zone; the same table for all zones unless the tier is private. */
  readonly routeTables: Readonly<Record<string, RouteTable>>;
  private readonly associations: Readonly<Record<string, RouteTableAssociation>>;
  private readonly routes: Route[] = [];

  constructor(scope: Construct, id: string, props: TierSubnetsProps) {
    super(scope, id);
    this.kind = props.tier.kind;
    const zones = Object.keys(props.plan).sort();
    this.subnets = byKey(zones, (zone) => this.createSubnet(zone, props));
    this.routeTables = this.createRouteTables(zones, props);
    this.associations = byKey(zones, (zone) => this.associate(zone));
  }

  /** Every route table once, in the order of the zones. */
  get distinctRouteTables(): RouteTable[] {
    return [...new Set(Object.values(this.routeTables))];
  }

  /** What makes the subnet of a zone lead anywhere: what needs that at its start depends on it. */
  wayOf(zone: string): ITerraformDependable[] {
    return [this.associations[zone]!, ...this.routes];
  }

  /** Leads IPv4 traffic that leaves the network to a target, which may differ by zone. */
  routeOut(targetOf: (zone: string) => RouteTarget): void {
    this.routeEach("out", targetOf, { destinationCidrBlock: "0.0.0.0/0" });
  }

  /** Leads IPv6 traffic that leaves the network to a target. */
  routeOutIpv6(target: RouteTarget): void {
    this.routeEach("out-ipv6", () => target, { destinationIpv6CidrBlock: "::/0" });
  }

  private routeEach(
    id: string,
    targetOf: (zone: string) => RouteTarget,
    destination: { destinationCidrBlock: string } | { destinationIpv6CidrBlock: string },
  ): void {
    const done = new Set<RouteTable>();
    for (const [zone, table] of Object.entries(this.routeTables)) {
      if (done.has(table)) continue;
      done.add(table);
      const route = new Route(this, this.kind === "private" ? `${id}-${zone}` : id, {
        routeTableId: table.id,
        ...destination,
        ...targetOf(zone),
      });
      this.routes.push(route);
    }
  }

  private createSubnet(zone: string, props: TierSubnetsProps): Subnet {
    const { cidr, ipv6Number } = props.plan[zone]!;
    return new Subnet(this, zone, {
      vpcId: props.vpc.id,
      availabilityZone: zone,
      cidrBlock: cidr,
      tags: { ...props.tier.tags, Name: `${props.namePrefix}-${props.tierName}-${zone}` },
      ...(props.ipv6 && {
        ipv6CidrBlock: Fn.cidrsubnet(props.vpc.ipv6CidrBlock, 8, ipv6Number),
        assignIpv6AddressOnCreation: props.tier.kind !== "public",
      }),
      ...props.subnetOverrides,
      // A public address is asked for where it is needed, never given to all that starts here.
      mapPublicIpOnLaunch: false,
    });
  }

  private createRouteTables(zones: readonly string[], props: TierSubnetsProps) {
    const create = (id: string, suffix: string) =>
      new RouteTable(this, id, {
        vpcId: props.vpc.id,
        tags: { Name: `${props.namePrefix}-${props.tierName}${suffix}` },
      });
    if (this.kind === "private") {
      return byKey(zones, (zone) => create(`routes-${zone}`, `-${zone}`));
    }
    const shared = create("routes", "");
    return byKey(zones, () => shared);
  }

  private associate(zone: string): RouteTableAssociation {
    return new RouteTableAssociation(this, `association-${zone}`, {
      subnetId: this.subnets[zone]!.id,
      routeTableId: this.routeTables[zone]!.id,
    });
  }
}

/** Names of the tiers of a kind, sorted. */
export function tiersOfKind(tiers: Readonly<Record<string, Tier>>, kind: TierKind): string[] {
  return Object.keys(tiers)
    .filter((name) => tiers[name]!.kind === kind)
    .sort();
}

/** Checks the tiers' names and the one that a prop names or leaves to be found. */
export function tierNameProblems(tiers: Readonly<Record<string, Tier>>): Finding[] {
  return [
    must(Object.keys(tiers).length > 0, "tiers", "name at least one tier"),
    ...Object.keys(tiers).map((name) =>
      matching(
        "tiers",
        name,
        /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
        "have names of lower-case letters, digits and hyphens that begin with a letter",
      ),
    ),
  ];
}

/** Finds what a tier is called in a record of tiers, or says which there are. */
export function tierNamed<T>(
  where: Construct,
  tiers: Readonly<Record<string, T>>,
  name: string,
): T {
  const found = Object.hasOwn(tiers, name) ? tiers[name] : undefined;
  if (found) return found;
  throw new PropsError(where.node.path, [
    { prop: "tier", rule: `be one of ${Object.keys(tiers).sort().join(", ")}`, value: name },
  ]);
}

function byKey<T>(keys: readonly string[], make: (key: string) => T): Record<string, T> {
  return Object.fromEntries(keys.map((key) => [key, make(key)]));
}
