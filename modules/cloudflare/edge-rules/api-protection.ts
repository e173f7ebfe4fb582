import { must } from "@groundplan/core/problems";
import type { Reason } from "@groundplan/core/stage";
import { covers, type Plan } from "../zone/plan.ts";
import { allOf, headerMissing, hostIs, methodIs, pathIs, pathStartsWith } from "./conditions.ts";
import { block, challenge, skip } from "./custom-rules.ts";
import { rateLimit } from "./rate-limits.ts";
import { elsewhere, type ReservedPaths, reservedRule } from "./reserved-paths.ts";
import type { EdgeRule } from "./rule.ts";

/** Requests of a partner or monitor that are no bots to be kept out. */
export interface KnownCaller extends Reason {
  /** Identity, kebab case: `uptime-monitor`. */
  readonly key: string;
  /** Which requests, in the rules language. Narrow it by address: a user agent is easily faked. */
  readonly when: string;
}

/** How often one address may ask. */
export interface CallRate {
  readonly requests: number;
  /** Seconds; the plan sets the longest. */
  readonly periodSeconds: number;
}

export interface ApiProtectionProps {
  /** The zone's plan: the free plan has one rate limit, by path alone. */
  readonly plan: Plan;
  /** The API's name: `api.example.com`. */
  readonly host: string;
  /** Beginnings of the paths where people log in: `/api/auth/`. */
  readonly loginPaths: readonly string[];
  /** How often one address may ask for them. */
  readonly loginRate: CallRate;
  /** How often one address may change anything. Needs the business plan. @default no limit */
  readonly writeRate?: CallRate;
  /** How often one address may ask for anything. Needs the pro plan. @default no limit */
  readonly callRate?: CallRate;
  /** Header that every client of the API sends; without it a request is blocked. @default none */
  readonly requiredHeader?: string;
  /** Paths that browsers open, where an unseen challenge keeps bots out. @default none */
  readonly pagePaths?: readonly string[];
  /** Paths that only some addresses reach: people's back office, or all of a dev API. @default none */
  readonly reserved?: ReservedPaths;
  /** Callers that are spared all of it but for `reserved`. @default none */
  readonly knownCallers?: readonly KnownCaller[];
  /**
   * Spares bots that Cloudflare has verified: search engines, monitors, link previews. They still meet
   * the limit of logins and what Super Bot Fight Mode says of them.
   *
   * @default not spared
   */
  readonly spareVerifiedBots?: Reason;
  /** Spares the API's clients Super Bot Fight Mode, which would take them for bots. Pro plan. @default not spared */
  readonly spareFromBotFightMode?: Reason;
}

/** Paths that only scanners ask an API for. */
const SCANNED = ["/.env", "/.git/config", "/wp-login.php", "/xmlrpc.php", "/phpinfo.php"];

const TOO_MANY = {
  statusCode: 429,
  contentType: "application/json",
  content: '{"error":"too_many_requests"}',
} as const;

/**
 * Keeps bots away from an API without asking its clients for what only browsers can do: limits and
 * blocks on the API's paths, challenges on pages alone.
 */
export function apiProtection(props: ApiProtectionProps): EdgeRule[] {
  return [...spared(props), ...refused(props), ...limited(props)];
}

function spared(props: ApiProtectionProps): EdgeRule[] {
  const { host, reserved, knownCallers = [], spareVerifiedBots, spareFromBotFightMode } = props;
  const rules = knownCallers.map(({ key, when, reason }) =>
    skip({
      key,
      when: elsewhere(allOf(hostIs(host), when), reserved),
      reason,
      what: ["custom-rules", "rate-limits", "managed-rules"],
    }),
  );
  const verified =
    spareVerifiedBots &&
    skip({
      key: "spare-verified-bots",
      when: elsewhere(allOf(hostIs(host), "cf.client.bot"), reserved),
      reason: spareVerifiedBots.reason,
      what: ["custom-rules"],
    });
  const clients =
    spareFromBotFightMode &&
    skip({
      key: "spare-clients",
      when: hostIs(host),
      reason: spareFromBotFightMode.reason,
      what: ["super-bot-fight-mode"],
    });
  return [...rules, clients, verified].filter((rule): rule is EdgeRule => Boolean(rule));
}

function refused(props: ApiProtectionProps): EdgeRule[] {
  const { host, reserved, requiredHeader, pagePaths = [] } = props;
  const strange = reserved && reservedRule(host, reserved);
  const scanners = block({
    key: "block-scanners",
    when: allOf(hostIs(host), pathIs(...SCANNED)),
    description: "Paths that only scanners ask for",
  });
  const strangers =
    requiredHeader &&
    block({
      key: "block-strangers",
      when: allOf(hostIs(host), headerMissing(requiredHeader)),
      description: `Every client sends ${requiredHeader}`,
    });
  const pages =
    pagePaths.length > 0 &&
    challenge({
      key: "challenge-pages",
      when: allOf(hostIs(host), pathStartsWith(...pagePaths)),
      description: "Pages are for browsers: an unseen check keeps bots out",
    });
  return [strange, scanners, strangers, pages].filter((rule): rule is EdgeRule => Boolean(rule));
}

function limited(props: ApiProtectionProps): EdgeRule[] {
  const { plan, host, loginPaths, loginRate, writeRate, callRate } = props;
  const atLogin = pathStartsWith(...loginPaths);
  const response = covers(plan, "pro") ? TOO_MANY : undefined;
  const login = rateLimit({
    key: "limit-login",
    // The free plan counts by path alone.
    when: covers(plan, "pro") ? allOf(hostIs(host), atLogin) : atLogin,
    description: "Guessing passwords",
    ...loginRate,
    response,
  });
  const writes =
    writeRate &&
    rateLimit({
      key: "limit-writes",
      when: allOf(hostIs(host), methodIs("POST", "PUT", "PATCH", "DELETE")),
      description: "Changes by one caller",
      ...writeRate,
      response,
    });
  const calls =
    callRate &&
    rateLimit({
      key: "limit-calls",
      when: hostIs(host),
      description: "Requests of one caller",
      ...callRate,
      response,
    });
  const limits = [login, writes, calls].filter((rule): rule is EdgeRule => Boolean(rule));
  return withPaths(limits, loginPaths);
}

/** Adds the preset's own check to its first limit. */
function withPaths([login, ...others]: readonly EdgeRule[], paths: readonly string[]): EdgeRule[] {
  const checked: EdgeRule = {
    ...login!,
    problems: (context) => [
      must(paths.length > 0, `${context.at}.loginPaths`, "name at least one path"),
      ...paths.map((path) =>
        must(path.startsWith("/"), `${context.at}.loginPaths`, "begin with /", path),
      ),
      ...login!.problems(context),
    ],
  };
  return [checked, ...others];
}
