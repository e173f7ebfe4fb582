/** Address ranges with where and when they were read. */
export interface PublishedRanges {
  readonly source: string;
  /** Day of the last change that the source tells of, `YYYY-MM-DD`. */
  readonly changed: string;
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
}

/**
 * Where Cloudflare's requests to origins come from. Firewalls and load balancers take them as plain
 * ranges; a change here shows in the plan of every stack that does.
 */
export const CLOUDFLARE_RANGES: PublishedRanges = {
  source: "https://api.cloudflare.com/client/v4/ips",
  changed: "2023-09-28",
  ipv4: [
    "103.21.244.0/22",
    "103.22.200.0/22",
    "103.31.4.0/22",
    "104.16.0.0/13",
    "104.24.0.0/14",
    "108.162.192.0/18",
    "131.0.72.0/22",
    "141.101.64.0/18",
    "162.158.0.0/15",
    "172.64.0.0/13",
    "173.245.48.0/20",
    "188.114.96.0/20",
    "190.93.240.0/20",
    "197.234.240.0/22",
    "198.41.128.0/17",
  ],
  ipv6: [
    "2400:cb00::/32",
    "2405:8100::/32",
    "2405:b500::/32",
    "2606:4700::/32",
    "2803:f800::/32",
    "2a06:98c0::/29",
    "2c0f:f248::/32",
  ],
};

/** What differs between two sets of ranges. */
export interface RangeDrift {
  /** Published and not known: their requests are refused at the origin. */
  readonly missing: readonly string[];
  /** Known and no longer published: somebody else may get them. */
  readonly stale: readonly string[];
}

/** Compares what we know with what Cloudflare publishes now. The order does not matter. */
export function rangeDrift(
  known: Pick<PublishedRanges, "ipv4" | "ipv6">,
  published: Pick<PublishedRanges, "ipv4" | "ipv6">,
): RangeDrift {
  const ours = new Set([...known.ipv4, ...known.ipv6]);
  const theirs = new Set([...published.ipv4, ...published.ipv6]);
  return {
    missing: [...theirs].filter((range) => !ours.has(range)).sort(),
    stale: [...ours].filter((range) => !theirs.has(range)).sort(),
  };
}
