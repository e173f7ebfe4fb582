import { atLeast, type Finding, must, oneOf, whole } from "@groundplan/core/problems";
import { covers, type PerPlan, type Plan, planProblem } from "../zone/plan.ts";
import { responseProblems } from "./custom-rules.ts";
import { expressionProblems, fieldsOf } from "./expression.ts";
import type { Characteristic, RateLimitProps } from "./rate-limit-props.ts";
import type { RuleContext } from "./rule.ts";

/** Source of the tables: cloudflare-docs, rate-limiting-availability-by-plan (2026). */
const PERIODS = [
  10, 15, 20, 30, 40, 45, 60, 90, 120, 180, 240, 300, 480, 600, 900, 1200, 1800, 2400, 3600, 65535,
];
const LONGEST_PERIOD: PerPlan<number> = { free: 10, pro: 60, business: 600, enterprise: 65535 };
const LONGEST_BLOCK: PerPlan<number> = { free: 10, pro: 3600, business: 86400, enterprise: 86400 };

const PRO_FIELDS = /^(http\.host|http\.request\.(uri|full_uri|uri\.query))$/;
const BUSINESS_FIELDS = /^(http\.request\.method|ip\.src|http\.user_agent)$/;
const FREE_FIELDS = /^(http\.request\.uri\.path|cf\.bot_management\.verified_bot|cf\.client\.bot)$/;

/** Everything that is wrong with a rate limit on a plan. */
export function rateProblems(
  props: RateLimitProps,
  { at, plan, zoneName }: RuleContext,
): Finding[] {
  const { periodSeconds, counting, action = "block" } = props;
  return [
    atLeast(`${at}.requests`, props.requests, 1),
    whole(`${at}.requests`, props.requests),
    oneOf(
      `${at}.periodSeconds`,
      periodSeconds,
      PERIODS.filter((p) => p <= LONGEST_PERIOD[plan]),
    ),
    ...blockProblems(at, props, plan),
    ...countByProblems(`${at}.countBy`, props.countBy ?? ["ip"], plan),
    planProblem(`${at}.counting`, counting !== undefined, plan, "business"),
    ...(counting ? expressionProblems(`${at}.counting`, counting, plan, zoneName) : []),
    planProblem(`${at}.action`, action === "log", plan, "enterprise", action),
    must(
      action === "block" || props.response === undefined,
      `${at}.response`,
      "be left out for anything but a block",
    ),
    ...responseProblems(`${at}.response`, props.response, plan, 30_000),
    ...fieldsOf(props.when).map((field) =>
      planProblem(`${at}.when`, true, plan, planOf(field), field),
    ),
  ];
}

/** The smallest plan whose rate limits may ask for a field. */
function planOf(field: string): Plan {
  if (FREE_FIELDS.test(field)) return "free";
  if (PRO_FIELDS.test(field)) return "pro";
  return BUSINESS_FIELDS.test(field) ? "business" : "enterprise";
}

function blockProblems(at: string, props: RateLimitProps, plan: Plan): Finding[] {
  const { action, blockSeconds: seconds } = props;
  const enterprise = covers(plan, "enterprise");
  // The period, which is what it is when nothing is said, is checked as such.
  if (seconds === undefined) return [];
  if (action === "challenge") {
    return [must(false, `${at}.blockSeconds`, "be left out for a challenge")];
  }
  return [
    must(
      seconds >= 1 || enterprise,
      `${at}.blockSeconds`,
      "be more than 0 below the enterprise plan",
      seconds,
    ),
    must(
      seconds <= LONGEST_BLOCK[plan],
      `${at}.blockSeconds`,
      `be at most ${LONGEST_BLOCK[plan]} on the ${plan} plan`,
      seconds,
    ),
    must(
      enterprise || [...PERIODS, 86400].includes(seconds),
      `${at}.blockSeconds`,
      `be one of ${[...PERIODS, 86400].filter((p) => p <= LONGEST_BLOCK[plan]).join(", ")}`,
      seconds,
    ),
  ];
}

function countByProblems(at: string, by: readonly Characteristic[], plan: Plan): Finding[] {
  const rare = by.filter((each) => each !== "ip" && each !== "ip-behind-nat");
  return [
    must(by.length > 0, at, "name at least one characteristic"),
    must(
      !(by.includes("ip") && by.includes("ip-behind-nat")),
      at,
      "not have both ip and ip-behind-nat",
    ),
    planProblem(at, by.includes("ip-behind-nat"), plan, "business", "ip-behind-nat"),
    planProblem(at, rare.length > 0, plan, "enterprise", rare[0]),
    ...by.map((each) =>
      must(
        typeof each !== "object" ||
          !("header" in each) ||
          each.header === each.header.toLowerCase(),
        at,
        "name headers in lower case",
        each,
      ),
    ),
  ];
}
