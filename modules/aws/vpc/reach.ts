import { GATEWAY_SERVICES, servicesOf } from "./endpoint-services.ts";
import type { Reach } from "./missing-endpoints.ts";
import { resolveVpc, type VpcProps } from "./vpc-props.ts";

/** What private subnets of a network would reach: known from its props, before anything is made. */
export function reachOf(props: VpcProps): Reach {
  const { egress, endpoints, endpointSets } = resolveVpc(props);
  const domains = Object.keys(endpoints.openSearchDomains ?? {});
  const openSearch = endpointSets.includes("opensearch") || domains.length > 0;
  return {
    hasEgress: egress !== "none",
    endpointServices: [
      ...GATEWAY_SERVICES,
      ...servicesOf(endpointSets, endpoints.services ?? []),
      ...(openSearch ? ["opensearch"] : []),
    ].sort(),
  };
}
