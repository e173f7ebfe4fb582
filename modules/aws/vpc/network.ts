import type { Construct } from "constructs";

/** A network as what stands in it sees it: made by `Vpc`, or read with `Vpc.fromExisting`. */
export interface Network extends Construct {
  readonly vpcId: string;
  /** The VPC's IPv4 range. */
  readonly cidr: string;
  /** Zones that the network spans, sorted: `eu-west-1a`, ... */
  readonly zones: readonly string[];
  /** How private subnets reach the internet. `none`: only through endpoints. */
  readonly hasEgress: boolean;
  /** Services with an endpoint inside the network: `s3`, `ecr.api`, `logs`, ... */
  readonly endpointServices: readonly string[];
  /**
   * Subnets of a tier, one per zone, in the order of `zones`.
   *
   * @throws PropsError when the network has no such tier, with the names of those it has
   */
  subnetIds(tier: string): string[];
}
