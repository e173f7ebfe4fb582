import { ComputeAddress } from "@cdktf/provider-google/lib/compute-address/index.js";
import { ComputeRouter } from "@cdktf/provider-google/lib/compute-router/index.js";
import {
  ComputeRouterNat,
  type ComputeRouterNatConfig,
} from "@cdktf/provider-google/lib/compute-router-nat/index.js";
import { declareCost } from "@groundplan/core/cost";
import { between, type Finding, matching, must, unique } from "@groundplan/core/problems";
import { Construct } from "constructs";

/** How machines without a public address reach the internet. */
export type Egress = "nat" | "none";

/** Ports that each machine gets of each address: a fixed number, or as many as it needs. */
export type NatPorts = { readonly each: number } | { readonly from: number; readonly to: number };

/** Details of Cloud NAT. */
export interface NatOptions {
  /**
   * Keys of addresses that stay, for partners' allow-lists. Adding or dropping one leaves the others;
   * none lets Google choose, and change, them. A dropped one cannot be had back.
   *
   * @default none in dev, `["a", "b"]` in prod
   */
  readonly addresses?: readonly string[];

  /**
   * Ports for each machine. A change cuts open connections.
   *
   * @default `{ from: 64, to: 4096 }`
   */
  readonly ports?: NatPorts;
}

/** What the way out is made from. */
export interface CloudNatProps {
  /** Name of the network, beginning of every name. */
  readonly name: string;
  /** Project id. */
  readonly project: string;
  /** Region whose subnets leave here. */
  readonly region: string;
  /** `projects/<project>/global/networks/<name>`. */
  readonly networkId: string;
  /** Keys of the addresses that stay. */
  readonly addresses: readonly string[];
  /** Ports for each machine. */
  readonly ports: NatPorts;
  /** Whether a plan that destroys an address is refused. */
  readonly protect: boolean;
  /** Last word on the gateway; shallow. @default none */
  readonly override?: Partial<ComputeRouterNatConfig>;
}

/** List prices, US dollars, 730 hours, the same in all regions (cloud.google.com/nat/pricing, 2026-11). */
const USD_PER_MONTH = { machine: 0.0014 * 730, address: 0.005 * 730 };

/** Cloud NAT with its router, and the addresses that it leaves by where these are to stay. */
export class CloudNat extends Construct {
  readonly router: ComputeRouter;
  readonly nat: ComputeRouterNat;
  /** By their keys; empty where Google chooses. */
  readonly addresses: Readonly<Record<string, ComputeAddress>>;

  constructor(scope: Construct, id: string, props: CloudNatProps) {
    super(scope, id);
    const { name, project, region, addresses } = props;
    this.router = new ComputeRouter(this, "router", {
      name: `${name}-router`,
      project,
      region,
      network: props.networkId,
    });
    this.addresses = Object.fromEntries(
      addresses.map((key) => [key, this.createAddress(key, props)]),
    );
    this.nat = new ComputeRouterNat(this, "Default", {
      ...portConfig(props.ports),
      logConfig: { enable: true, filter: "ERRORS_ONLY" },
      ...props.override,
      name: `${name}-nat`,
      project,
      region,
      router: this.router.name,
      natIpAllocateOption: addresses.length > 0 ? "MANUAL_ONLY" : "AUTO_ONLY",
      natIps: addresses.length > 0 ? addresses.map((key) => this.addressOf(key)) : undefined,
      sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
    });
    declareCost(this, [
      { item: "Cloud NAT for one machine", usdPerMonth: USD_PER_MONTH.machine },
      {
        item: `${Math.max(1, addresses.length)} public IPv4 of it`,
        usdPerMonth: Math.max(1, addresses.length) * USD_PER_MONTH.address,
      },
    ]);
  }

  /** What the internet sees; empty where Google chooses. */
  get publicIps(): string[] {
    return Object.values(this.addresses).map(({ address }) => address);
  }

  private addressOf(key: string): string {
    return this.addresses[key]!.selfLink;
  }

  private createAddress(key: string, { name, project, region, protect }: CloudNatProps) {
    return new ComputeAddress(this, `address-${key}`, {
      name: `${name}-nat-${key}`,
      project,
      region,
      description: "What partners see of machines without an address of their own",
      lifecycle: { preventDestroy: protect },
    });
  }
}

/** Endpoint-independent mapping off: with it, ports run out although some are free. */
function portConfig(ports: NatPorts): Partial<ComputeRouterNatConfig> {
  if ("each" in ports) {
    return {
      minPortsPerVm: ports.each,
      enableDynamicPortAllocation: false,
      enableEndpointIndependentMapping: false,
    };
  }
  return {
    minPortsPerVm: ports.from,
    maxPortsPerVm: ports.to,
    enableDynamicPortAllocation: true,
    enableEndpointIndependentMapping: false,
  };
}

/** What is wrong with the way out. */
export function natProblems(egress: Egress, { addresses = [], ports }: NatOptions): Finding[] {
  return [
    must(
      egress === "nat" || (addresses.length === 0 && ports === undefined),
      "nat",
      "be left out where egress is none",
    ),
    unique("nat.addresses", addresses),
    ...addresses.map((key) =>
      matching("nat.addresses", key, /^[a-z][a-z0-9-]*$/, "be kebab-case keys"),
    ),
    ...(ports ? portProblems(ports) : []),
  ];
}

function portProblems(ports: NatPorts): Finding[] {
  if ("each" in ports) return [between("nat.ports.each", ports.each, 2, 57_344)];
  const { from, to } = ports;
  const isPower = (value: number) => Number.isInteger(Math.log2(value));
  return [
    must(
      isPower(from) && from >= 32 && from <= 32_768,
      "nat.ports.from",
      "be a power of 2 from 32 to 32768",
      from,
    ),
    must(
      isPower(to) && to > from && to <= 65_536,
      "nat.ports.to",
      "be a power of 2 above nat.ports.from, at most 65536",
      to,
    ),
  ];
}
