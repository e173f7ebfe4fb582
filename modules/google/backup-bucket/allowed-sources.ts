import type { StorageBucketIpFilter } from "@cdktf/provider-google/lib/storage-bucket/index.js";
import { type Finding, matching, must } from "@groundplan/core/problems";

/** Addresses that may reach a bucket at all, before any right is asked. */
export interface AllowedSources {
  /** Public IPv4 ranges: `203.0.113.0/24`. Those of whoever runs Terraform belong here. */
  readonly publicRanges?: readonly string[];
  /** Ranges inside networks: `projects/<project>/global/networks/<network>`. */
  readonly networks?: readonly { readonly network: string; readonly ranges: readonly string[] }[];
}

/** What is wrong with the sources. */
export function sourceProblems(prop: string, sources: AllowedSources): Finding[] {
  const { publicRanges = [], networks = [] } = sources;
  const ranges = [...publicRanges, ...networks.flatMap((network) => network.ranges)];
  return [
    must(ranges.length > 0, prop, "name at least one range", undefined, "or nobody gets in"),
    ...ranges.flatMap((range) => [
      matching(prop, range, /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/, "be IPv4 ranges"),
      must(!range.endsWith("/0"), prop, "not let everybody in", range, "leave it out instead"),
    ]),
  ];
}

/** The bucket's filter. Google's own service agents always pass: lifecycle and keys need them. */
export function ipFilter({ publicRanges, networks }: AllowedSources): StorageBucketIpFilter {
  return {
    mode: "Enabled",
    allowAllServiceAgentAccess: true,
    publicNetworkSource: publicRanges && { allowedIpCidrRanges: [...publicRanges] },
    vpcNetworkSources: networks?.map(({ network, ranges }) => ({
      network,
      allowedIpCidrRanges: [...ranges],
    })),
  };
}
