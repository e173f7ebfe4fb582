import type { LoadBalancerMonitorConfig } from "@cdktf/provider-cloudflare/lib/load-balancer-monitor/index.js";
import {
  between,
  type Finding,
  matching,
  must,
  oneOf,
  unique,
  whole,
} from "@groundplan/core/problems";
import type { PerStage } from "@groundplan/core/stage";
import type { ZoneFacts } from "../zone/dns-zone.ts";
import type { PerPlan } from "../zone/plan.ts";

/** What a health check gets when nothing is said. */
export const HEALTH_DEFAULTS = {
  intervalSeconds: { dev: 60, prod: 60 } as PerStage<number>,
  timeoutSeconds: { dev: 5, prod: 5 } as PerStage<number>,
};

/** Shortest interval. Source: cloudflare-docs, load-balancing/get-started/quickstart; the free plan as pro. */
const SHORTEST_INTERVAL: PerPlan<number> = { free: 60, pro: 60, business: 15, enterprise: 10 };

/** Longest interval. Source: cloudflare-docs, load-balancing/reference/limitations. */
const LONGEST_INTERVAL = 3600;

/** Parts of the world from which Cloudflare looks. Source: the provider's schema at 5.14.0. */
export const CHECK_REGIONS = [
  ...(["WNAM", "ENAM", "NSAM", "SSAM"] as const),
  ...(["WEU", "EEU", "NAF", "SAF", "ME"] as const),
  ...(["SAS", "SEAS", "NEAS", "OC"] as const),
] as const;

/** A part of the world: `WEU` is Western Europe, `ENAM` the east of North America. */
export type CheckRegion = (typeof CHECK_REGIONS)[number];

/** What every check says. */
interface Check {
  /** From where Cloudflare looks: three data centres in each. More of them ask the origins more often. */
  readonly regions: readonly CheckRegion[];
  /** Seconds between two looks, up to 3600. @default 60: the shortest below the business plan */
  readonly intervalSeconds?: number;
  /** Seconds until a look has failed, at least 1 and less than the interval. @default 5 */
  readonly timeoutSeconds?: number;
}

/** Asks over HTTPS, as a visitor would, with the load balancer's name. */
export interface HttpsCheck extends Check {
  /** Path that answers while all is well: `/healthz`. */
  readonly path: string;
  /** What it answers with: `200`, or `2xx` for all of them. @default "2xx" */
  readonly expectedCodes?: string;
  /** Words that are in the answer, in whatever case. @default whatever it says */
  readonly expectedBody?: string;
  /** Port to ask on. @default 443 */
  readonly port?: number;
}

/** Opens a connection and closes it. */
export interface TcpCheck extends Check {
  /** Port to open. */
  readonly tcpPort: number;
}

/** How Cloudflare finds out that an origin is well. */
export type HealthCheck = HttpsCheck | TcpCheck;

/** The check as the provider takes it; only what both always say, for the rest drifts. */
export function monitorOf(
  check: HealthCheck,
  seconds: { readonly interval: number; readonly timeout: number },
  hostname: string,
  zone: ZoneFacts,
): Omit<LoadBalancerMonitorConfig, "accountId"> {
  if ("tcpPort" in check) return { type: "tcp", port: check.tcpPort, ...seconds };
  const { path, expectedCodes = "2xx", expectedBody, port } = check;
  return {
    type: "https",
    method: "GET",
    path,
    expectedCodes,
    ...(expectedBody !== undefined && { expectedBody }),
    ...(port !== undefined && { port }),
    header: { Host: [hostname] },
    // As the zone asks: an origin that wants Cloudflare's certificate refuses a check without it.
    probeZone: zone.name,
    ...seconds,
  };
}

/** Everything that is wrong with a health check on a plan. */
export function healthProblems(
  check: HealthCheck,
  seconds: { readonly interval: number; readonly timeout: number },
  { plan }: ZoneFacts,
): Finding[] {
  const at = "healthCheck";
  const { regions } = check;
  return [
    must(regions.length > 0, `${at}.regions`, "name at least one region"),
    ...regions.map((region) => oneOf(`${at}.regions`, region, CHECK_REGIONS)),
    unique(`${at}.regions`, regions),
    between(`${at}.intervalSeconds`, seconds.interval, SHORTEST_INTERVAL[plan], LONGEST_INTERVAL),
    whole(`${at}.intervalSeconds`, seconds.interval),
    between(`${at}.timeoutSeconds`, seconds.timeout, 1, seconds.interval - 1),
    whole(`${at}.timeoutSeconds`, seconds.timeout),
    ...("tcpPort" in check
      ? [between(`${at}.tcpPort`, check.tcpPort, 1, 65_535)]
      : httpsProblems(at, check)),
  ];
}

function httpsProblems(at: string, { path, expectedCodes, port }: HttpsCheck): Finding[] {
  return [
    matching(`${at}.path`, path, /^\/\S*$/, "begin with a slash"),
    matching(
      `${at}.expectedCodes`,
      expectedCodes,
      /^[1-5](\d\d|xx)(,[1-5](\d\d|xx))*$/,
      "be codes such as 200, 2xx or 200,302",
    ),
    between(`${at}.port`, port, 1, 65_535),
  ];
}
