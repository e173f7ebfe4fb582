import {
  LoadBalancer,
  type LoadBalancerConfig,
} from "@cdktf/provider-cloudflare/lib/load-balancer/index.js";
import { LoadBalancerMonitor } from "@cdktf/provider-cloudflare/lib/load-balancer-monitor/index.js";
import {
  LoadBalancerPool,
  type LoadBalancerPoolConfig,
} from "@cdktf/provider-cloudflare/lib/load-balancer-pool/index.js";
import { check } from "@groundplan/core/problems";
import type { ModuleProps } from "@groundplan/core/stage";
import { Construct } from "constructs";
import type { DnsZone } from "../zone/dns-zone.ts";
import { HEALTH_DEFAULTS, type HealthCheck, healthProblems, monitorOf } from "./health-check.ts";
import { loadBalancingProblems } from "./load-balancing-problems.ts";
import { originsOf, type Pool, type Pools } from "./pools.ts";
import { type Steering, steeringOf } from "./steering.ts";

/** What a load balancer gets when nothing is said. */
export const DEFAULTS = { ...HEALTH_DEFAULTS };

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

/** Several origins behind one proxied name: those that are well get the visitors. */
export class LoadBalancing extends Construct {
  readonly loadBalancer: LoadBalancer;
  /** By key. */
  readonly pools: Readonly<Record<string, LoadBalancerPool>>;
  readonly monitor: LoadBalancerMonitor;

  constructor(scope: Construct, id: string, props: LoadBalancingProps) {
    super(scope, id);
    const { stage, healthCheck, zone, hostname } = props;
    const seconds = {
      interval: healthCheck.intervalSeconds ?? DEFAULTS.intervalSeconds[stage],
      timeout: healthCheck.timeoutSeconds ?? DEFAULTS.timeoutSeconds[stage],
    };
    check(this, [...loadBalancingProblems(props), ...healthProblems(healthCheck, seconds, zone)]);
    this.monitor = new LoadBalancerMonitor(this, "monitor", {
      accountId: props.accountId,
      description: `Health of ${hostname}`,
      ...monitorOf(healthCheck, seconds, hostname, zone),
    });
    this.pools = Object.fromEntries(
      Object.entries(props.pools).map(([key, pool]) => [key, this.createPool(key, pool, props)]),
    );
    this.loadBalancer = this.createLoadBalancer(props);
  }

  /**
   * Only what is said: load shedding, notifications and steering inside of a pool are planned again, or
   * not taken at all (terraform-provider-cloudflare#5687, #7137).
   */
  private createPool(key: string, pool: Pool, props: LoadBalancingProps): LoadBalancerPool {
    const { minimumHealthy = 1, enabled = true } = pool;
    return new LoadBalancerPool(this, `pool-${key}`, {
      checkRegions: [...props.healthCheck.regions].sort(),
      ...props.overrides?.pools?.[key],
      accountId: props.accountId,
      name: `${props.name}-${key}`,
      enabled,
      minimumOrigins: minimumHealthy,
      monitor: this.monitor.id,
      origins: originsOf(pool),
      // The load balancer lets go of it before it goes: else it is refused (#66, #3040, #7306).
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private createLoadBalancer(props: LoadBalancingProps): LoadBalancer {
    const { order, fallback = order.at(-1)!, sessionAffinity: affinity, overrides } = props;
    const idOf = (key: string) => this.pools[key]!.id;
    return new LoadBalancer(this, "Default", {
      ...(affinity && { sessionAffinity: affinity.by }),
      ...(affinity?.ttlSeconds !== undefined && { sessionAffinityTtl: affinity.ttlSeconds }),
      ...overrides?.loadBalancer,
      zoneId: props.zone.zoneId,
      name: props.hostname,
      // No TTL beside it: Cloudflare answers for a proxied name itself.
      proxied: true,
      enabled: true,
      defaultPools: order.map(idOf),
      fallbackPool: idOf(fallback),
      ...steeringOf(props.steering ?? { policy: "failover" }, idOf),
    });
  }
}
