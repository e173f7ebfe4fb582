import { known } from "@groundplan/core/problems";
import type { Network } from "./network.ts";

/** The part of a network that says what can be reached from its private subnets. */
export type Reach = Pick<Network, "hasEgress" | "endpointServices">;

/**
 * What cannot be reached from private subnets of a network, each once, sorted. Nothing where the
 * network has egress, or where its endpoints are known only at apply.
 *
 * @param needs services as in `endpointServices`; `internet` for what has no endpoint, such as an
 * image of a public registry. An image in ECR is three needs: `ecr.api`, `ecr.dkr`, and `s3`, which
 * holds its layers
 */
export function missingEndpoints<Need extends string>(
  network: Reach,
  needs: readonly Need[],
): Need[] {
  if (network.hasEgress || !known(network.endpointServices)) return [];
  const missing = needs.filter((need) => !network.endpointServices.includes(need));
  return [...new Set(missing)].sort();
}
