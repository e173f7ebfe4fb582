import type { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { VpcBlockPublicAccessExclusion } from "@cdktf/provider-aws/lib/vpc-block-public-access-exclusion/index.js";
import { type Finding, reasonGiven } from "@groundplan/core/problems";
import type { Reason } from "@groundplan/core/stage";
import type { Construct } from "constructs";

/**
 * An exemption from VPC Block Public Access, for accounts that have it on. Whether it is on is one
 * setting per account and region and belongs to the account, not to a network.
 */
export interface PublicAccessExclusion extends Reason {
  /** `allow-egress`: out only, by NAT. `allow-bidirectional`: in as well, for load balancers. */
  readonly mode: "allow-egress" | "allow-bidirectional";
}

/** Makes the exemption. The reason stands in its tags. */
export function createPublicAccessExclusion(
  scope: Construct,
  vpc: AwsVpc,
  { mode, reason }: PublicAccessExclusion,
): void {
  new VpcBlockPublicAccessExclusion(scope, "public-access-exclusion", {
    vpcId: vpc.id,
    internetGatewayExclusionMode: mode,
    tags: { Reason: reason },
  });
}

/** Checks that the exemption says why. */
export function publicAccessProblems(exclusion: PublicAccessExclusion | undefined): Finding[] {
  if (!exclusion) return [];
  return [reasonGiven("publicAccessExclusion", exclusion.reason)];
}
