import { atLeast, between, type Finding, matching, must, unique } from "@groundplan/core/problems";
import { hostnameProblem } from "../zone/hostname.ts";
import { covers } from "../zone/plan.ts";
import type { LoadBalancingProps, SessionAffinity } from "./load-balancing-props.ts";
import { LIMIT, poolProblems } from "./pools.ts";
import { poolProblem, steeringProblems } from "./steering.ts";

/** Seconds of a session. Source: the provider's documentation of session_affinity_ttl. */
const SESSION = { shortest: 1800, longest: 604_800 };

/** Everything that is wrong with a load balancer's props, but for its health check. */
export function loadBalancingProblems(props: LoadBalancingProps): Finding[] {
  const { zone, hostname, pools, order, fallback, steering } = props;
  return [
    matching("accountId", props.accountId, /^[0-9a-f]{32}$/, "be 32 hexadecimal characters"),
    matching(
      "name",
      props.name,
      /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
      "be letters, digits, hyphens and underscores",
    ),
    hostnameProblem("hostname", hostname, zone, "without wildcards"),
    must(Object.keys(pools).length > 0, "pools", "have at least one pool"),
    ...Object.entries(pools).flatMap(([key, pool]) => poolProblems(key, pool, hostname)),
    must(order.length > 0, "order", "name at least one pool"),
    unique("order", order),
    ...order.map((pool) => poolProblem("order", pool, pools)),
    fallback !== undefined && poolProblem("fallback", fallback, pools),
    ...(steering
      ? steeringProblems(steering, pools, props.subscription.trafficSteering ?? false)
      : []),
    ...unusedProblems(props),
    ...sessionProblems(props.sessionAffinity),
    ...quotaProblems(props),
  ];
}

/** A pool that nothing names costs money and gets nobody. */
function unusedProblems({ pools, order, fallback, steering }: LoadBalancingProps): Finding[] {
  const places = steering?.policy === "geo" ? { ...steering.regions, ...steering.countries } : {};
  const named = new Set([...order, ...Object.values(places).flat(), fallback]);
  return Object.keys(pools).map((pool) =>
    must(named.has(pool), `pools.${pool}`, "be named in order, fallback or steering"),
  );
}

function sessionProblems(affinity: SessionAffinity | undefined): Finding[] {
  return [
    between("sessionAffinity.ttlSeconds", affinity?.ttlSeconds, SESSION.shortest, SESSION.longest),
  ];
}

function quotaProblems({ zone, pools, subscription }: LoadBalancingProps): Finding[] {
  const custom = covers(zone.plan, "enterprise");
  const origins = Object.values(pools).flatMap((pool) => Object.keys(pool.origins)).length;
  return [
    custom
      ? atLeast("subscription.endpoints", subscription.endpoints, 1)
      : between("subscription.endpoints", subscription.endpoints, 1, LIMIT),
    must(
      custom || Object.keys(pools).length <= LIMIT,
      "pools",
      `be at most ${LIMIT} below the enterprise plan`,
      Object.keys(pools).length,
    ),
    must(
      origins <= subscription.endpoints,
      "pools",
      `have at most the ${subscription.endpoints} origins that the subscription has`,
      origins,
      "buy more endpoints, then say so in subscription.endpoints",
    ),
  ];
}
