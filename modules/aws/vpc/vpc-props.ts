import type { NatGatewayConfig } from "@cdktf/provider-aws/lib/nat-gateway/index.js";
import type { SubnetConfig } from "@cdktf/provider-aws/lib/subnet/index.js";
import type { VpcConfig } from "@cdktf/provider-aws/lib/vpc/index.js";
import type { VpcEndpointConfig } from "@cdktf/provider-aws/lib/vpc-endpoint/index.js";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import type { DhcpOptions } from "./dhcp-options.ts";
import type { NatOptions } from "./egress.ts";
import type { Egress } from "./egress-addresses.ts";
import type { EndpointSet } from "./endpoint-services.ts";
import type { EndpointOptions } from "./endpoints.ts";
import type { FlowLogChoice, FlowLogOptions } from "./flow-logs.ts";
import type { PublicAccessExclusion } from "./public-access.ts";
import { DEFAULT_TIERS, type Tier } from "./tiers.ts";

/** What a network is like unless it says otherwise. */
export const DEFAULTS = {
  egress: { dev: "nat-instance", prod: "nat-per-zone" } as PerStage<Egress>,
  endpointSets: { dev: [], prod: ["fargate"] } as PerStage<readonly EndpointSet[]>,
  flowLogs: { dev: false, prod: true } as PerStage<boolean>,
  flowLogRetentionDays: { dev: 7, prod: 30 } as PerStage<number>,
  protectAddresses: { dev: false, prod: true } as PerStage<boolean>,
  zonesAtLeast: { dev: 1, prod: 2 } as PerStage<number>,
};

export interface VpcProps extends ModuleProps {
  /** Beginning of every name, at most 54 characters: `acme-prod-music-library`. */
  readonly name: string;

  /**
   * IPv4 range, /16 to /28, that meets no other network's. Changing it replaces the network and
   * everything in it.
   */
  readonly cidr: string;

  /**
   * Availability Zones by name, in any order: at least 1 in dev, 2 in prod. Adding one adds its
   * subnets, dropping one destroys its own; the others stay as they are.
   */
  readonly zones: readonly string[];

  /**
   * Shares that the range is divided into, one per zone letter: 1, 2, 4, 8 or 16. With 4 the zones
   * end in a to d. A change replaces every subnet.
   *
   * @default 4
   */
  readonly zoneSlots?: number;

  /**
   * Groups of subnets by name. Adding or dropping one leaves the others as they are; a change of
   * prefix or slot replaces the tier's subnets with all that stands in them.
   *
   * @default public (/26), private (/20) and database (/24, isolated); they fit a /16
   */
  readonly tiers?: Readonly<Record<string, Tier>>;

  /**
   * How private subnets reach the internet. A change redirects their routes in place; see `nat`
   * for doing so without losing addresses.
   *
   * @default "nat-instance" in dev (which needs `nat.instance`), "nat-per-zone" in prod
   */
  readonly egress?: Egress;

  /** Details of the way out. @default one address per gateway, made here */
  readonly nat?: NatOptions;

  /**
   * Refuses every plan that destroys an Elastic IP which the configuration still names, and lets go of
   * those that it names no longer without releasing them: Terraform forgets them.
   *
   * @default false in dev, true in prod
   */
  readonly protectAddresses?: boolean;

  /** Private ways to AWS services. @default S3 and DynamoDB in dev, and the fargate set in prod */
  readonly endpoints?: EndpointOptions;

  /** Records of traffic; `{ off: { reason } }` for none. @default off in dev, on in prod */
  readonly flowLogs?: FlowLogChoice;

  /**
   * A second address family: an Amazon range of /56, a /64 for each subnet, and a gateway that lets
   * private subnets out but nobody in. Turning it on replaces nothing.
   *
   * @default "none"
   */
  readonly ipv6?: "none" | "dual-stack";

  /** DNS and time servers told to what starts here. @default Amazon's own */
  readonly dhcp?: DhcpOptions;

  /** Exempts this network from an account-wide block of public access. @default not exempted */
  readonly publicAccessExclusion?: PublicAccessExclusion;

  /**
   * IPAM pool that the range is booked in; it must hold `cidr`. Changing it replaces the network.
   *
   * @default no pool
   */
  readonly ipamPoolId?: string;

  /** Last word on resources; shallow. See the README. @default none */
  readonly overrides?: {
    readonly vpc?: Partial<VpcConfig>;
    readonly subnet?: Partial<SubnetConfig>;
    readonly natGateway?: Partial<NatGatewayConfig>;
    readonly endpoint?: Partial<VpcEndpointConfig>;
  };
}

/** The props with every default in its place: no line after this one knows the stage. */
export type SettledVpc = ReturnType<typeof resolveVpc>;

/** Settles every value: the caller's, else the stage's default. */
export function resolveVpc(props: VpcProps) {
  const { stage } = props;
  return {
    name: props.name,
    cidr: props.cidr,
    zones: [...props.zones].sort(),
    zonesAtLeast: DEFAULTS.zonesAtLeast[stage],
    zoneSlots: props.zoneSlots ?? 4,
    tiers: (props.tiers ?? DEFAULT_TIERS) as Readonly<Record<string, Tier>>,
    egress: props.egress ?? DEFAULTS.egress[stage],
    nat: props.nat ?? {},
    protectAddresses: props.protectAddresses ?? DEFAULTS.protectAddresses[stage],
    endpoints: props.endpoints ?? {},
    endpointSets: props.endpoints?.sets ?? DEFAULTS.endpointSets[stage],
    flowLogs: resolveFlowLogs(props),
    ipv6: props.ipv6 === "dual-stack",
    dhcp: props.dhcp,
    publicAccessExclusion: props.publicAccessExclusion,
    ipamPoolId: props.ipamPoolId,
    overrides: props.overrides,
  };
}

type SettledFlowLogs = FlowLogOptions & { readonly retentionDays: number };

function resolveFlowLogs({
  stage,
  flowLogs,
}: VpcProps): SettledFlowLogs | Extract<FlowLogChoice, { off: unknown }> | undefined {
  if (flowLogs && "off" in flowLogs) return flowLogs;
  if (!flowLogs && !DEFAULTS.flowLogs[stage]) return undefined;
  return {
    ...flowLogs,
    retentionDays: flowLogs?.retentionDays ?? DEFAULTS.flowLogRetentionDays[stage],
  };
}
