import type { RulesetRulesActionParametersOverrides } from "@cdktf/provider-cloudflare/lib/ruleset/index.js";
import { type Finding, matching, must, reasonGiven } from "@groundplan/core/problems";
import type { PerStage, Reason, Stage } from "@groundplan/core/stage";
import { covers, type Plan, planProblem } from "../zone/plan.ts";
import { type EdgeRule, ruleOf } from "./rule.ts";

/** `observe` logs on the enterprise plan and challenges below it; `enforce` does what each rule says. */
export type ManagedMode = "observe" | "enforce";

/** Requests scoring so much are acted on: low 60, medium 40, high 25 points. */
export type OwaspThreshold = "low" | "medium" | "high";

/** What the managed rules do when nothing is said. */
export const MANAGED_DEFAULTS = {
  managedMode: { dev: "observe", prod: "enforce" } as PerStage<ManagedMode>,
  owaspThreshold: { dev: "medium", prod: "medium" } as PerStage<OwaspThreshold>,
};

/** Another behaviour for one managed rule. The others keep theirs. */
export interface ManagedRuleChange extends Reason {
  /** The rule's id, 32 hexadecimal characters, from the dashboard's security events. */
  readonly ruleId: string;
  readonly to: "off" | "log" | "managed_challenge" | "block";
}

/** Requests that the managed rules leave alone. */
export interface ManagedException extends Reason {
  /** Identity, kebab case. */
  readonly key: string;
  /** Which requests, in the rules language. */
  readonly when: string;
}

/** A zone of a paid plan without Cloudflare's rules, for a reason. */
export interface NoManagedRules extends Reason {
  readonly mode: "off";
}

/** Cloudflare's own rules against known attacks. They need the pro plan. */
export interface ManagedRules {
  /** New zones observe first: read the events, change what hits the wrong, then enforce. @default "observe" in dev, "enforce" in prod */
  readonly mode?: ManagedMode;
  /** Rules of the Cloudflare ruleset that behave otherwise. @default none */
  readonly changes?: readonly ManagedRuleChange[];
  /** How much suspicion the OWASP rules bear. `off` leaves them out. @default "medium" */
  readonly owasp?: OwaspThreshold | "off";
  /** 1 to 4; higher levels find more, and more of what is harmless. @default 1 */
  readonly owaspParanoia?: 1 | 2 | 3 | 4;
  /** @default none */
  readonly exceptions?: readonly ManagedException[];
}

/** Ids of Cloudflare's rulesets, the same in every account. Source: cloudflare-docs, managed-rules. */
const CLOUDFLARE_RULESET = "efb7b8c949ac4650a09736fc376e9aee";
const OWASP_RULESET = "4814384a9e5d4991b9815dcfc25d2f1f";
/** The OWASP rule that acts on the score ("949110"). */
const OWASP_SCORE_RULE = "6179ae15870a4bb7b2d480d4843b323c";
const SCORE: Readonly<Record<OwaspThreshold, number>> = { low: 60, medium: 40, high: 25 };

/** The rules of the managed phase: exceptions first, then Cloudflare's rules, then OWASP's. */
export function managedRules(stage: Stage, plan: Plan, props: ManagedRules): EdgeRule[] {
  const mode = props.mode ?? MANAGED_DEFAULTS.managedMode[stage];
  const threshold = props.owasp ?? MANAGED_DEFAULTS.owaspThreshold[stage];
  const observed = covers(plan, "enterprise") ? "log" : "managed_challenge";
  return [
    ...(props.exceptions ?? []).map(exceptionRule),
    executeRule(
      "cloudflare",
      CLOUDFLARE_RULESET,
      describe(props.changes ?? []),
      cloudflareOverrides(mode === "observe" ? observed : undefined, props.changes ?? []),
      ({ at }) => changeProblems(at, props.changes ?? [], plan),
    ),
    ...(threshold === "off"
      ? []
      : [
          executeRule(
            "owasp",
            OWASP_RULESET,
            "OWASP rules: act on requests that score too high",
            owaspOverrides(mode === "observe" ? observed : "block", threshold, props.owaspParanoia),
          ),
        ]),
  ];
}

function exceptionRule({ key, when, reason }: ManagedException): EdgeRule {
  return ruleOf(
    { key, when, description: reason },
    {
      ruleset: "waf-managed",
      action: "skip",
      logging: true,
      actionParameters: { ruleset: "current" },
      problems: ({ at }) => [reasonGiven(at, reason)],
    },
  );
}

function executeRule(
  key: string,
  id: string,
  description: string,
  overrides: RulesetRulesActionParametersOverrides | undefined,
  problems: EdgeRule["problems"] = () => [],
): EdgeRule {
  return ruleOf(
    { key, when: "true", description },
    {
      ruleset: "waf-managed",
      action: "execute",
      actionParameters: { id, ...(overrides && { overrides }) },
      // One ruleset that the plan lacks makes Cloudflare refuse them all.
      problems: (context) => [
        planProblem("managedRules", true, context.plan, "pro"),
        ...problems(context),
      ],
    },
  );
}

/** Only what is named: an `enabled` beside it would switch every other rule too. */
function cloudflareOverrides(
  action: string | undefined,
  changes: readonly ManagedRuleChange[],
): RulesetRulesActionParametersOverrides | undefined {
  if (!action && changes.length === 0) return undefined;
  const rules = changes.map(({ ruleId, to }) =>
    to === "off" ? { id: ruleId, enabled: false } : { id: ruleId, action: to },
  );
  return { ...(action && { action }), ...(rules.length > 0 && { rules }) };
}

function owaspOverrides(
  action: string,
  threshold: OwaspThreshold,
  paranoia: number = 1,
): RulesetRulesActionParametersOverrides {
  const unwanted = [2, 3, 4].filter((level) => level > paranoia);
  return {
    rules: [{ id: OWASP_SCORE_RULE, scoreThreshold: SCORE[threshold], action }],
    ...(unwanted.length > 0 && {
      categories: unwanted.map((level) => ({
        category: `paranoia-level-${level}`,
        enabled: false,
      })),
    }),
  };
}

/** The reasons for the changes stand in the description, where the plan and the dashboard show them. */
function describe(changes: readonly ManagedRuleChange[]): string {
  const notes = changes.map(({ ruleId, to, reason }) => `${ruleId.slice(0, 8)} ${to}: ${reason}`);
  return ["Cloudflare's managed rules", ...notes].join("; ");
}

function changeProblems(at: string, changes: readonly ManagedRuleChange[], plan: Plan): Finding[] {
  const ids = changes.map((change) => change.ruleId);
  return changes.flatMap(({ ruleId, to, reason }, i) => [
    matching(`${at}.changes`, ruleId, /^[0-9a-f]{32}$/, "name rules by 32 hexadecimal characters"),
    must(ids.indexOf(ruleId) === i, `${at}.changes`, "not name a rule twice", ruleId),
    reasonGiven(`${at}.changes.${ruleId}`, reason),
    planProblem(`${at}.changes.${ruleId}.to`, to === "log", plan, "enterprise", to),
  ]);
}
