import { LoadBalancer } from "@cdktf/provider-cloudflare/lib/load-balancer/index.js";
import { LoadBalancerMonitor } from "@cdktf/provider-cloudflare/lib/load-balancer-monitor/index.js";
import { LoadBalancerPool } from "@cdktf/provider-cloudflare/lib/load-balancer-pool/index.js";
import { check } from "@groundplan/core/problems";
import { Construct } from "constructs";
import { HEALTH_DEFAULTS, healthProblems, monitorOf } from "./health-check.ts";
import { loadBalancingProblems } from "./load-balancing-problems.ts";
import type { LoadBalancingProps } from "./load-balancing-props.ts";
import { originsOf, type Pool } from "./pools.ts";
import { steeringOf } from "./steering.ts";

/** What a load balancer gets when nothing is said. */
export const DEFAULTS = { ...HEALTH_DEFAULTS };

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
