import { type Finding, must } from "@groundplan/core/problems";
import type { PerPlan, Plan } from "../zone/plan.ts";
import { type EdgeRule, type RuleProps, ruleOf } from "./rule.ts";

export interface CacheProps extends RuleProps {
  /**
   * Seconds at Cloudflare, whatever the origin says. At least 7200 on the free plan, 3600 on pro, 1
   * above.
   *
   * @default what the origin says
   */
  readonly edgeSeconds?: number;
  /** Seconds in browsers, whatever the origin says. Cannot be called back. @default what the origin says */
  readonly browserSeconds?: number;
  /** One copy for all query strings. @default false */
  readonly ignoreQuery?: boolean;
  /** A copy each for phones, tablets and computers. @default false */
  readonly byDeviceType?: boolean;
}

/** Shortest time at the edge. Source: cloudflare-docs, plans/index.json, edge_cache_ttl (2026). */
const SHORTEST: PerPlan<number> = { free: 7200, pro: 3600, business: 1, enterprise: 1 };

/**
 * Keeps answers at Cloudflare. Whoever is logged in gets them too: leave out what depends on a
 * cookie or on an Authorization header.
 */
export function cache(props: CacheProps): EdgeRule {
  const key = cacheKeyOf(props);
  return ruleOf(props, {
    ruleset: "cache",
    action: "set_cache_settings",
    actionParameters: {
      cache: true,
      edgeTtl: ttlOf(props.edgeSeconds),
      browserTtl: ttlOf(props.browserSeconds),
      ...(key && { cacheKey: key }),
    },
    problems: ({ at, plan }) => cacheProblems(at, props, plan),
  });
}

/** Asks the origin every time. */
export function bypassCache(props: RuleProps): EdgeRule {
  return ruleOf(props, {
    ruleset: "cache",
    action: "set_cache_settings",
    actionParameters: { cache: false },
  });
}

function ttlOf(seconds: number | undefined) {
  return seconds === undefined
    ? { mode: "respect_origin" }
    : { mode: "override_origin", default: seconds };
}

function cacheKeyOf({ ignoreQuery, byDeviceType }: CacheProps) {
  if (!ignoreQuery && !byDeviceType) return undefined;
  return {
    ...(byDeviceType && { cacheByDeviceType: true }),
    ...(ignoreQuery && { customKey: { queryString: { exclude: { all: true } } } }),
  };
}

function cacheProblems(at: string, props: CacheProps, plan: Plan): Finding[] {
  const { edgeSeconds, browserSeconds } = props;
  return [
    must(
      edgeSeconds === undefined || edgeSeconds >= SHORTEST[plan],
      `${at}.edgeSeconds`,
      `be at least ${SHORTEST[plan]} on the ${plan} plan`,
      edgeSeconds,
    ),
    must(
      browserSeconds === undefined || browserSeconds >= 0,
      `${at}.browserSeconds`,
      "be at least 0",
      browserSeconds,
    ),
  ];
}
