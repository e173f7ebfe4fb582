import { must } from "@groundplan/core/problems";
import { type EdgeRule, type RuleProps, ruleOf } from "./rule.ts";

export interface ConfigureProps extends RuleProps {
  /** How readily Cloudflare challenges. @default the zone's */
  readonly securityLevel?: "low" | "medium" | "high" | "under_attack";
  /** Refuses headers that no browser sends; false for paths of API clients. @default the zone's */
  readonly browserCheck?: boolean;
  /** Hides mail addresses in HTML. @default the zone's */
  readonly emailObfuscation?: boolean;
  /** Refuses images to other sites. @default the zone's */
  readonly hotlinkProtection?: boolean;
  /** Leaves Cloudflare's measuring script out of pages. @default false */
  readonly withoutAnalytics?: boolean;
}

/** Other settings than the zone's for some requests. TLS to the origin is not among them. */
export function configure(props: ConfigureProps): EdgeRule {
  const { securityLevel, browserCheck, emailObfuscation, hotlinkProtection } = props;
  const parameters = {
    ...(securityLevel && { securityLevel }),
    ...(browserCheck !== undefined && { bic: browserCheck }),
    ...(emailObfuscation !== undefined && { emailObfuscation }),
    ...(hotlinkProtection !== undefined && { hotlinkProtection }),
    ...(props.withoutAnalytics && { disableRum: true }),
  };
  return ruleOf(props, {
    ruleset: "config",
    action: "set_config",
    actionParameters: parameters,
    problems: ({ at }) => [
      must(Object.keys(parameters).length > 0, at, "change at least one setting"),
    ],
  });
}
