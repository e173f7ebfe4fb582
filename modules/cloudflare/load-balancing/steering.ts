import type { LoadBalancerConfig } from "@cdktf/provider-cloudflare/lib/load-balancer/index.js";
import { between, type Finding, matching, must, oneOf } from "@groundplan/core/problems";
import { CHECK_REGIONS, type CheckRegion } from "./health-check.ts";
import type { Pools } from "./pools.ts";

/** Pools by key, the first that is well is taken. */
type PoolOrder = readonly string[];

/** The first pool of `order` that is well gets everything. */
export interface FailoverSteering {
  readonly policy: "failover";
}

/** Pools get shares by chance. */
export interface RandomSteering {
  readonly policy: "random";
  /** Share of each pool beside the others', 0 to 1, by the pool's key. @default 1 for each */
  readonly weights?: Readonly<Record<string, number>>;
}

/** The pool that has answered fastest in the visitor's part of the world. */
export interface DynamicLatencySteering {
  readonly policy: "dynamic-latency";
}

/** Pools by where visitors are; `order` is for those who are elsewhere. */
export interface GeoSteering {
  readonly policy: "geo";
  /** Pools for a part of the world. @default none */
  readonly regions?: Partial<Readonly<Record<CheckRegion, PoolOrder>>>;
  /** Pools for a country (two capital letters), before those of its region. @default none */
  readonly countries?: Readonly<Record<string, PoolOrder>>;
}

/** Which pool a visitor gets. */
export type Steering = FailoverSteering | RandomSteering | DynamicLatencySteering | GeoSteering;

/** Policies that ask for more than Load Balancing itself. */
const NEEDS_ADD_ON: readonly Steering["policy"][] = ["dynamic-latency", "geo"];

/** What the provider is told of steering. What is not asked for is left out: it drifts (#7339). */
export function steeringOf(
  steering: Steering,
  idOf: (pool: string) => string,
): Pick<LoadBalancerConfig, "steeringPolicy" | "randomSteering" | "regionPools" | "countryPools"> {
  switch (steering.policy) {
    case "failover":
      return { steeringPolicy: "off" };
    case "dynamic-latency":
      return { steeringPolicy: "dynamic_latency" };
    case "random":
      return {
        steeringPolicy: "random",
        ...(steering.weights && {
          randomSteering: {
            defaultWeight: 1,
            poolWeights: Object.fromEntries(
              Object.entries(steering.weights).map(([pool, weight]) => [idOf(pool), weight]),
            ),
          },
        }),
      };
    case "geo":
      return {
        steeringPolicy: "geo",
        ...(steering.regions && { regionPools: idsBy(steering.regions, idOf) }),
        ...(steering.countries && { countryPools: idsBy(steering.countries, idOf) }),
      };
  }
}

function idsBy(
  orders: Readonly<Record<string, PoolOrder>>,
  idOf: (pool: string) => string,
): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(orders).map(([place, pools]) => [place, pools.map(idOf)]),
  );
}

/**
 * Everything that is wrong with the steering.
 *
 * @param bought true where the subscription has traffic steering
 */
export function steeringProblems(steering: Steering, pools: Pools, bought: boolean): Finding[] {
  const { policy } = steering;
  return [
    must(
      bought || !NEEDS_ADD_ON.includes(policy),
      "steering.policy",
      "be failover or random without traffic steering",
      policy,
      "say subscription.trafficSteering once it is bought",
    ),
    ...(policy === "random" ? weightProblems(steering, pools) : []),
    ...(policy === "geo" ? geoProblems(steering, pools) : []),
  ];
}

function weightProblems({ weights = {} }: RandomSteering, pools: Pools): Finding[] {
  return Object.entries(weights).flatMap(([pool, weight]) => [
    poolProblem("steering.weights", pool, pools),
    between(`steering.weights.${pool}`, weight, 0, 1),
  ]);
}

function geoProblems({ regions = {}, countries = {} }: GeoSteering, pools: Pools): Finding[] {
  const places = { ...regions, ...countries };
  return [
    must(Object.keys(places).length > 0, "steering", "name regions or countries"),
    ...Object.keys(regions).map((region) =>
      oneOf("steering.regions", region as CheckRegion, CHECK_REGIONS),
    ),
    ...Object.keys(countries).map((code) =>
      matching("steering.countries", code, /^[A-Z]{2}$/, "have two capital letters as keys"),
    ),
    ...Object.entries(places).flatMap(([place, order]) => [
      must(order.length > 0, `steering.${place}`, "name at least one pool"),
      ...order.map((pool) => poolProblem(`steering.${place}`, pool, pools)),
    ]),
  ];
}

/** A problem when nothing has that key. */
export function poolProblem(at: string, pool: string, pools: Pools): Finding {
  return oneOf(at, pool, Object.keys(pools));
}
