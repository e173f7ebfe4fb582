import type {
  RulesetRulesActionParameters,
  RulesetRulesRatelimit,
} from "@cdktf/provider-cloudflare/lib/ruleset/index.js";
import type { Finding } from "@groundplan/core/problems";
import type { Plan } from "../zone/plan.ts";
import type { RulesetName } from "./phases.ts";

/** What every rule has. */
export interface RuleProps {
  /**
   * Identity of the rule in its source, kebab case: `block-scanners`. It becomes the rule's `ref`,
   * which keeps its id, its statistics and its place when other rules come and go.
   */
  readonly key: string;
  /** Which requests it is for, in Cloudflare's rules language. See `conditions.ts`. */
  readonly when: string;
  /** What the rule is for; shown in the dashboard and with every event. */
  readonly description: string;
  /** False keeps the rule in its place without effect. @default true */
  readonly enabled?: boolean;
}

/** What a rule is judged by once it is known where it goes. */
export interface RuleContext {
  /** What the caller typed, as a path: `api.limit-login`. */
  readonly at: string;
  readonly plan: Plan;
  /** The zone's apex. */
  readonly zoneName: string;
}

/** One rule, ready to be put into its phase's ruleset. Made by `block`, `rateLimit`, `redirect`, ... */
export interface EdgeRule {
  readonly ruleset: RulesetName;
  readonly key: string;
  readonly expression: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly action: string;
  readonly actionParameters?: RulesetRulesActionParameters;
  readonly ratelimit?: RulesetRulesRatelimit;
  /** Whether matches are logged. Cloudflare takes it only for `skip`. */
  readonly logging?: boolean;
  /** What is wrong with the rule on a plan. */
  readonly problems: (context: RuleContext) => readonly Finding[];
}

/** Rules of one author, in the order in which they are to be tried. */
export interface RuleSource {
  /**
   * Place among the sources, 1 to 1000; the lowest is tried first. Two sources with rules for one
   * phase may not share it.
   */
  readonly priority: number;
  readonly rules: readonly EdgeRule[];
}

/** Rule sources by name. */
export type RuleSources = Readonly<Record<string, RuleSource>>;

/** Fills in what every rule has. */
export function ruleOf(
  props: RuleProps,
  rest: Pick<EdgeRule, "ruleset" | "action"> & Partial<EdgeRule>,
): EdgeRule {
  return {
    key: props.key,
    expression: props.when,
    description: props.description,
    enabled: props.enabled ?? true,
    problems: () => [],
    ...rest,
  };
}
