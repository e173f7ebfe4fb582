import type { LoadBalancerPoolOrigins } from "@cdktf/provider-cloudflare/lib/load-balancer-pool/index.js";
import { between, type Finding, known, matching, must, whole } from "@groundplan/core/problems";
import { fitsType, isPrivate } from "../records/addresses.ts";

/** One server, or what stands before several. */
export interface Origin {
  /** Its address, or a name that leads to it and not through Cloudflare. */
  readonly address: string;
  /** Share of the pool's traffic beside the others', 0 to 1; 0 gets none. @default 1 */
  readonly weight?: number;
  /** False takes it out of traffic, and looks at it no more. @default true */
  readonly enabled?: boolean;
  /** Port that it answers on, the same for every visitor. @default the one that the visitor asked */
  readonly port?: number;
  /** `Host` that it sees. @default the load balancer's name */
  readonly hostHeader?: string;
}

/** Origins that stand for each other. */
export interface Pool {
  /** By a key of yours. */
  readonly origins: Readonly<Record<string, Origin>>;
  /** Origins that must be well, or the pool as a whole is not. @default 1 */
  readonly minimumHealthy?: number;
  /** False takes it out of traffic. @default true */
  readonly enabled?: boolean;
}

/** Pools by a key of yours. */
export type Pools = Readonly<Record<string, Pool>>;

/** Pools and origins below the enterprise plan. Source: cloudflare-docs, load-balancing/reference/limitations. */
export const LIMIT = 20;

const KEBAB_CASE = /^[a-z][a-z0-9-]*$/;

/**
 * Origins as the provider takes them, by name: in another order they are planned again
 * (terraform-provider-cloudflare#6140, #7179). A port that is not given is left out: 0 is planned
 * again (#7329).
 */
export function originsOf({ origins }: Pool): LoadBalancerPoolOrigins[] {
  return Object.keys(origins)
    .sort()
    .map((name) => {
      const { address, weight = 1, enabled = true, port, hostHeader } = origins[name]!;
      return {
        name,
        address,
        weight,
        enabled,
        ...(port !== undefined && { port }),
        ...(hostHeader !== undefined && { header: { host: [hostHeader] } }),
      };
    });
}

/** Everything that is wrong with a pool. */
export function poolProblems(key: string, pool: Pool, hostname: string): Finding[] {
  const at = `pools.${key}`;
  const origins = Object.entries(pool.origins);
  const { minimumHealthy = 1 } = pool;
  return [
    matching("pools", key, KEBAB_CASE, "have keys in kebab case"),
    must(origins.length > 0, `${at}.origins`, "have at least one origin"),
    origins.length > 0 && between(`${at}.minimumHealthy`, minimumHealthy, 1, origins.length),
    whole(`${at}.minimumHealthy`, minimumHealthy),
    must(
      origins.length === 0 ||
        origins.some(([, { weight = 1, enabled = true }]) => enabled && weight > 0),
      `${at}.origins`,
      "have one that is enabled and has weight",
    ),
    ...origins.flatMap(([name, origin]) => originProblems(`${at}.origins`, name, origin, hostname)),
  ];
}

function originProblems(at: string, name: string, origin: Origin, hostname: string): Finding[] {
  const { address, weight, port } = origin;
  return [
    matching(at, name, KEBAB_CASE, "have keys in kebab case"),
    must(
      !known(address) || /^[A-Za-z0-9.-]+$/.test(address) || fitsType("AAAA", address),
      `${at}.${name}.address`,
      "be an address or a name, without a scheme or a port",
      address,
    ),
    must(
      address !== hostname,
      `${at}.${name}.address`,
      "not be the load balancer's own name: it would ask itself",
      address,
    ),
    known(address) &&
      must(
        !isPrivate(address),
        `${at}.${name}.address`,
        "be reachable from the internet",
        address,
        "a private address needs a tunnel and a virtual network",
      ),
    between(`${at}.${name}.weight`, weight, 0, 1),
    between(`${at}.${name}.port`, port, 1, 65_535),
  ];
}
