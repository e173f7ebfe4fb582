import type { PerPlan } from "../zone/plan.ts";

/** The rulesets of a zone. Cloudflare allows one per phase, whoever wants rules in it. */
export type RulesetName =
  | "waf-custom"
  | "waf-managed"
  | "rate-limit"
  | "redirects"
  | "transform"
  | "request-headers"
  | "response-headers"
  | "config"
  | "origin"
  | "cache";

/** Where a ruleset runs and how much it may hold. */
export interface PhaseFacts {
  /** Cloudflare's word for the place in a request's life. */
  readonly phase: string;
  /** Rules that it may hold. Source: cloudflare-docs, plans/index.json (2026). */
  readonly limit: PerPlan<number>;
  /** Rulesets that share the limit. Left out, it has its own. */
  readonly shares?: "transform rules";
}

const MODERN: PerPlan<number> = { free: 10, pro: 25, business: 50, enterprise: 300 };

/**
 * The rulesets in the order in which a request meets them.
 *
 * Rate limits: 100 on the enterprise plan with application security, else 5. Managed rules count as
 * one rule per deployed ruleset and exception; no limit is documented.
 */
export const PHASES: Readonly<Record<RulesetName, PhaseFacts>> = {
  redirects: { phase: "http_request_dynamic_redirect", limit: MODERN },
  transform: { phase: "http_request_transform", limit: MODERN, shares: "transform rules" },
  config: { phase: "http_config_settings", limit: MODERN },
  origin: { phase: "http_request_origin", limit: MODERN },
  "waf-custom": {
    phase: "http_request_firewall_custom",
    limit: { free: 5, pro: 20, business: 100, enterprise: 1000 },
  },
  "rate-limit": {
    phase: "http_ratelimit",
    limit: { free: 1, pro: 2, business: 5, enterprise: 100 },
  },
  "waf-managed": {
    phase: "http_request_firewall_managed",
    limit: { free: 1000, pro: 1000, business: 1000, enterprise: 1000 },
  },
  cache: { phase: "http_request_cache_settings", limit: MODERN },
  "request-headers": {
    phase: "http_request_late_transform",
    limit: MODERN,
    shares: "transform rules",
  },
  "response-headers": {
    phase: "http_response_headers_transform",
    limit: MODERN,
    shares: "transform rules",
  },
};

/** The names of all rulesets, in the order in which a request meets them. */
export const RULESET_NAMES = Object.keys(PHASES) as RulesetName[];
