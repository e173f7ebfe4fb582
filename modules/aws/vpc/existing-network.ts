import { check, known, must } from "@groundplan/core/problems";
import { Construct } from "constructs";
import type { Network } from "./network.ts";
import { tierNamed } from "./tiers.ts";

/** What is known of a network that is not made here. */
export interface ExistingNetworkProps {
  /** Id of the VPC. */
  readonly vpcId: string;
  /** Its IPv4 range. */
  readonly cidr: string;
  /** Its zones. Sorted here, whatever order they come in. */
  readonly zones: readonly string[];
  /** Subnets by tier: one per zone, in alphabetical order of the zones. */
  readonly subnetIds: Readonly<Record<string, readonly string[]>>;
  /** Whether its private subnets reach the internet. */
  readonly hasEgress: boolean;
  /** Services with an endpoint inside. @default [] */
  readonly endpointServices?: readonly string[];
}

/** A network that another stack or somebody else made. */
export class ExistingNetwork extends Construct implements Network {
  readonly vpcId: string;
  readonly cidr: string;
  readonly zones: readonly string[];
  readonly hasEgress: boolean;
  readonly endpointServices: readonly string[];
  private readonly subnets: ExistingNetworkProps["subnetIds"];

  constructor(scope: Construct, id: string, props: ExistingNetworkProps) {
    super(scope, id);
    check(
      this,
      Object.entries(props.subnetIds).map(([tier, ids]) =>
        must(
          !known(ids) || ids.length === props.zones.length,
          `subnetIds.${tier}`,
          `have one id for each of ${props.zones.length} zones`,
          ids,
        ),
      ),
    );
    this.vpcId = props.vpcId;
    this.cidr = props.cidr;
    this.zones = [...props.zones].sort();
    this.hasEgress = props.hasEgress;
    this.endpointServices = props.endpointServices ?? [];
    this.subnets = props.subnetIds;
  }

  subnetIds(tier: string): string[] {
    // A list from another stack's state is one token: copied, it would be cut from its meaning.
    return tierNamed(this, this.subnets, tier) as string[];
  }
}
