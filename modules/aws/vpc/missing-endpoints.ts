import { type Finding, must } from "@groundplan/core/problems";
import type { GatewayService, InterfaceService } from "./endpoint-services.ts";
import type { Network } from "./network.ts";

/**
 * What something in a private subnet must reach: an AWS service, OpenSearch, or anything on the
 * internet at all (an image of a public registry, a payment provider).
 */
export type EndpointNeed = InterfaceService | GatewayService | "opensearch" | "internet";

/** The part of a network that says what can be reached from its private subnets. */
export type Reach = Pick<Network, "hasEgress" | "endpointServices">;

/**
 * What cannot be reached from private subnets of the network, sorted. Nothing where the network has
 * egress. An image in ECR is three needs: `ecr.api`, `ecr.dkr` and `s3`, which holds its layers.
 */
export function missingEndpoints(network: Reach, needs: readonly EndpointNeed[]): EndpointNeed[] {
  if (network.hasEgress) return [];
  const missing = needs.filter((need) => !network.endpointServices.includes(need));
  return [...new Set(missing)].sort();
}

/** The same as a finding for `check`, so that a service without a way out fails at synth. */
export function endpointFinding(
  prop: string,
  network: Reach,
  needs: readonly EndpointNeed[],
): Finding {
  const missing = missingEndpoints(network, needs);
  const services = missing.filter((need) => need !== "internet");
  const cure = missing.includes("internet")
    ? "give the network egress"
    : `add them to the network's endpoints, or give it egress`;
  const lacking = [
    ...(services.length > 0 ? [`have endpoints for ${services.join(", ")}`] : []),
    ...(missing.includes("internet") ? ["lead to the internet"] : []),
  ].join(" and ");
  return must(missing.length === 0, prop, `${lacking}, as it has no egress`, undefined, cure);
}
