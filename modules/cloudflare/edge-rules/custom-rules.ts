import { type Finding, must, reasonGiven } from "@groundplan/core/problems";
import type { Reason } from "@groundplan/core/stage";
import { type Plan, planProblem } from "../zone/plan.ts";
import { type EdgeRule, type RuleProps, ruleOf } from "./rule.ts";

/** What a blocked visitor gets instead of Cloudflare's page. */
export interface BlockResponse {
  /** 400 to 499. */
  readonly statusCode: number;
  readonly contentType: "application/json" | "text/html" | "text/plain" | "text/xml";
  readonly content: string;
}

export interface BlockProps extends RuleProps {
  /** Needs the pro plan. @default Cloudflare's page with status 403 */
  readonly response?: BlockResponse;
}

/** Refuses requests. */
export function block(props: BlockProps): EdgeRule {
  return ruleOf(props, {
    ruleset: "waf-custom",
    action: "block",
    ...(props.response && { actionParameters: { response: { ...props.response } } }),
    problems: ({ at, plan }) => responseProblems(`${at}.response`, props.response, plan, 2048),
  });
}

/** Lets browsers through after a check that people do not notice. Clients of an API cannot pass it. */
export function challenge(props: RuleProps): EdgeRule {
  return ruleOf(props, { ruleset: "waf-custom", action: "managed_challenge" });
}

/** Notes requests and lets them through. Needs the enterprise plan; try with `challenge` below it. */
export function log(props: RuleProps): EdgeRule {
  return ruleOf(props, {
    ruleset: "waf-custom",
    action: "log",
    problems: ({ at, plan }) => [planProblem(`${at}.action`, true, plan, "enterprise", "log")],
  });
}

/** What a `skip` rule may spare a request. */
export type Skippable =
  | "custom-rules"
  | "rate-limits"
  | "managed-rules"
  | "super-bot-fight-mode"
  | "browser-check"
  | "security-level";

export interface SkipProps extends Omit<RuleProps, "description">, Reason {
  /** At least one. `custom-rules` are those that follow in order. */
  readonly what: readonly Skippable[];
}

/** Phase or product behind each of them. */
const PHASE: Partial<Record<Skippable, string>> = {
  "rate-limits": "http_ratelimit",
  "managed-rules": "http_request_firewall_managed",
  "super-bot-fight-mode": "http_request_sbfm",
};
const PRODUCT: Partial<Record<Skippable, string>> = {
  "browser-check": "bic",
  "security-level": "securityLevel",
};

/**
 * Spares requests some of the checks that follow. The reason becomes the rule's description; every
 * use is logged. Bot Fight Mode (the free plan's) cannot be skipped by any rule.
 */
export function skip(props: SkipProps): EdgeRule {
  const phases = props.what.flatMap((each) => PHASE[each] ?? []);
  const products = props.what.flatMap((each) => PRODUCT[each] ?? []);
  return ruleOf(
    { ...props, description: props.reason },
    {
      ruleset: "waf-custom",
      action: "skip",
      logging: true,
      actionParameters: {
        ...(props.what.includes("custom-rules") && { ruleset: "current" }),
        ...(phases.length > 0 && { phases }),
        ...(products.length > 0 && { products }),
      },
      problems: ({ at, plan }) => skipProblems(at, props, plan),
    },
  );
}

function skipProblems(at: string, { what, reason }: SkipProps, plan: Plan): Finding[] {
  const bots = what.includes("super-bot-fight-mode");
  return [
    reasonGiven(at, reason),
    must(what.length > 0, `${at}.what`, "name at least one thing to skip"),
    planProblem(`${at}.what`, bots, plan, "pro", "super-bot-fight-mode"),
  ];
}

/** What is wrong with a response of our own; `limit` is its longest content in bytes. */
export function responseProblems(
  at: string,
  response: BlockResponse | undefined,
  plan: Plan,
  limit: number,
): Finding[] {
  if (!response) return [];
  const { statusCode, content, contentType } = response;
  return [
    planProblem(at, true, plan, "pro"),
    must(statusCode >= 400 && statusCode <= 499, `${at}.statusCode`, "be 400 to 499", statusCode),
    must(content.length <= limit, `${at}.content`, `have at most ${limit} bytes`, content.length),
    must(
      contentType !== "application/json" || isJson(content),
      `${at}.content`,
      "be JSON as its type says",
      content,
    ),
  ];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
