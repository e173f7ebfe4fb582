import { between, must } from "@groundplan/core/problems";
import { planProblem } from "../zone/plan.ts";
import { type EdgeRule, type RuleProps, ruleOf } from "./rule.ts";

export interface OriginProps extends RuleProps {
  /** Port at the origin, 1 to 65535. @default the visitor's */
  readonly port?: number;
  /** Another origin's name. Enterprise plan. @default the record's */
  readonly host?: string;
  /** Host header for the origin. Enterprise plan. @default the visitor's */
  readonly hostHeader?: string;
  /** Name in the TLS handshake with the origin. Enterprise plan. @default the host header */
  readonly sni?: string;
}

/** Sends requests to another port, or with the enterprise plan to another origin. */
export function toOrigin(props: OriginProps): EdgeRule {
  const { port, host, hostHeader, sni } = props;
  return ruleOf(props, {
    ruleset: "origin",
    action: "route",
    actionParameters: {
      ...((port !== undefined || host) && { origin: { port, host } }),
      ...(hostHeader && { hostHeader }),
      ...(sni && { sni: { value: sni } }),
    },
    problems: ({ at, plan }) => [
      must(
        [port, host, hostHeader, sni].some((each) => each !== undefined),
        at,
        "change something: port, host, hostHeader or sni",
      ),
      between(`${at}.port`, port, 1, 65535),
      planProblem(`${at}.host`, host !== undefined, plan, "enterprise", host),
      planProblem(`${at}.hostHeader`, hostHeader !== undefined, plan, "enterprise", hostHeader),
      planProblem(`${at}.sni`, sni !== undefined, plan, "enterprise", sni),
    ],
  });
}
