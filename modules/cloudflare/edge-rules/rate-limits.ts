import { rateProblems } from "./rate-limit-problems.ts";
import type { Characteristic, RateLimitProps } from "./rate-limit-props.ts";
import { type EdgeRule, ruleOf } from "./rule.ts";

/** Slows down who asks too often. */
export function rateLimit(props: RateLimitProps): EdgeRule {
  const action = props.action ?? "block";
  return ruleOf(props, {
    ruleset: "rate-limit",
    action: action === "challenge" ? "managed_challenge" : action,
    ...(props.response && { actionParameters: { response: { ...props.response } } }),
    ratelimit: {
      // The API wants the data centre named, although it is always counted by it.
      characteristics: ["cf.colo.id", ...(props.countBy ?? ["ip"]).map(characteristicOf)],
      period: props.periodSeconds,
      requestsPerPeriod: props.requests,
      mitigationTimeout: action === "challenge" ? 0 : (props.blockSeconds ?? props.periodSeconds),
      requestsToOrigin: props.originOnly ?? false,
      ...(props.counting && { countingExpression: props.counting }),
    },
    problems: (context) => rateProblems(props, context),
  });
}

function characteristicOf(by: Characteristic): string {
  if (typeof by === "object") {
    if ("header" in by) return `http.request.headers["${by.header}"]`;
    if ("cookie" in by) return `http.request.cookies["${by.cookie}"]`;
    return `http.request.uri.args["${by.query}"]`;
  }
  const fields = {
    ip: "ip.src",
    "ip-behind-nat": "cf.unique_visitor_id",
    host: "http.host",
    path: "http.request.uri.path",
    country: "ip.src.country",
  };
  return fields[by];
}
