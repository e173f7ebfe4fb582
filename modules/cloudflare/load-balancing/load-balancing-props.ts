import type { LoadBalancerConfig } from "@cdktf/provider-cloudflare/lib/load-balancer/index.js";
import type { LoadBalancerPoolConfig } from "@cdktf/provider-cloudflare/lib/load-balancer-pool/index.js";
import type { ModuleProps } from "@groundplan/core/stage";
import type { DnsZone } from "../zone/dns-zone.ts";
import type { HealthCheck } from "./health-check.ts";
import type { Pools } from "./pools.ts";
import type { Steering } from "./steering.ts";

/** What has been bought of Load Balancing, on any plan. Nothing of it is bought here. */
export interface LoadBalancingSubscription {
  /** Origins that it is for, over all load balancers of the account: up to 20 below the enterprise plan. */
  readonly endpoints: number;
  /** Traffic steering by place or speed is part of it. @default false */
  readonly trafficSteering?: boolean;
}

/** Visitors stay with the origin that they got first. */
export interface SessionAffinity {
  /** By a cookie; `ip_cookie` finds the first origin by the visitor's address. */
  readonly by: "cookie" | "ip_cookie";
  /** Seconds for which they stay, 1800 to 604800. @default Cloudflare's: 23 hours */
  readonly ttlSeconds?: number;
}

export interface LoadBalancingProps extends ModuleProps {
  /** The account with the subscription, 32 hexadecimal characters. A change replaces everything. */
  readonly accountId: string;

  /** What has been bought. What goes beyond it is refused here, and by Cloudflare only at apply. */
  readonly subscription: LoadBalancingSubscription;

  /** The zone. A change replaces the load balancer. */
  readonly zone: DnsZone;

  /**
   * Name that visitors use. Cloudflare makes its DNS record: it comes before any record of that name. A
   * change happens in place.
   */
  readonly hostname: string;

  /** Begins the name of each pool in the account: `<name>-<key>`. A change happens in place. */
  readonly name: string;

  /** Where visitors go, by a key of yours. A pool that is taken out goes after nothing names it. */
  readonly pools: Pools;

  /** Keys of the pools in the order in which they are tried. A change happens in place. */
  readonly order: readonly string[];

  /** Pool for when none is well: it is not looked at. @default the last one of `order` */
  readonly fallback?: string;

  /** Which pool a visitor gets. @default failover: the first of `order` that is well */
  readonly steering?: Steering;

  /** Visitors stay with the origin that they got first. @default each request anew */
  readonly sessionAffinity?: SessionAffinity;

  /** How Cloudflare finds out that an origin is well. A change happens in place. */
  readonly healthCheck: HealthCheck;

  /** Last word on each resource; shallow. Pools by their key. See the README. */
  readonly overrides?: {
    readonly loadBalancer?: Partial<LoadBalancerConfig>;
    readonly pools?: Readonly<Record<string, Partial<LoadBalancerPoolConfig>>>;
  };
}
