import {
  Ruleset,
  type RulesetConfig,
  type RulesetRules,
} from "@cdktf/provider-cloudflare/lib/ruleset/index.js";
import { check, type Finding, must, reasonGiven } from "@groundplan/core/problems";
import type { ModuleProps } from "@groundplan/core/stage";
import { Construct } from "constructs";
import type { DnsZone } from "../zone/dns-zone.ts";
import { covers } from "../zone/plan.ts";
import { compose, compositionProblems, type PlacedRule } from "./compose.ts";
import {
  MANAGED_DEFAULTS,
  type ManagedRules,
  managedRules,
  type NoManagedRules,
} from "./managed-rules.ts";
import { PHASES, RULESET_NAMES, type RulesetName } from "./phases.ts";
import type { RuleSources } from "./rule.ts";

/** What the rules get when nothing is said. */
export const DEFAULTS = { ...MANAGED_DEFAULTS };

/** Name of the source that holds Cloudflare's managed rules. */
const MANAGED = "managed";

export interface EdgeRulesProps extends ModuleProps {
  /** The zone: a `Zone`, or `Zone.fromExisting` with what a contract says. A change replaces the rulesets: seconds without rules. */
  readonly zone: DnsZone;

  /**
   * Who wants which rules, by name. All rules of one phase become one ruleset: by the sources'
   * priority, then in the order listed. Renaming a source or a key gives its rules new ids.
   */
  readonly sources: RuleSources;

  /**
   * Cloudflare's rules against known attacks.
   *
   * @default on from the pro plan; nothing on the free plan, whose own rules run by themselves
   */
  readonly managedRules?: ManagedRules | NoManagedRules;

  /**
   * Takes over rulesets that exist, by their ids, for the first apply. A zone that was touched in
   * the dashboard has some, and a second one of a phase is refused (error 20217). What they hold is
   * replaced.
   *
   * @default makes new rulesets
   */
  readonly adopt?: Partial<Readonly<Record<RulesetName, { readonly rulesetId: string }>>>;

  /** Last word on each ruleset; shallow. See the README. */
  readonly overrides?: Partial<Readonly<Record<RulesetName, Partial<RulesetConfig>>>>;
}

/**
 * All rules of a zone: exactly one ruleset per phase, composed from several sources.
 *
 * There is one of these per zone. Whoever wants a rule hands it in as part of a source.
 */
export class EdgeRules extends Construct {
  readonly zone: DnsZone;
  /** The rulesets that were made. */
  readonly rulesets: Partial<Readonly<Record<RulesetName, Ruleset>>>;

  constructor(scope: Construct, id: string, props: EdgeRulesProps) {
    super(scope, id);
    this.zone = props.zone;
    const sources = withManaged(props);
    check(this, [
      ...this.rivalProblems(),
      must(!(MANAGED in props.sources), `sources.${MANAGED}`, "be named otherwise: it is taken"),
      props.managedRules?.mode === "off" && reasonGiven("managedRules", props.managedRules.reason),
      ...compositionProblems(sources, props.zone),
      ...adoptProblems(props),
    ]);
    this.rulesets = this.createRulesets(props, sources);
  }

  private createRulesets(props: EdgeRulesProps, sources: RuleSources) {
    const composition = compose(sources);
    return Object.fromEntries(
      RULESET_NAMES.flatMap((name) => {
        const rules = composition[name];
        return rules ? [[name, this.createRuleset(name, rules, props)] as const] : [];
      }),
    );
  }

  private createRuleset(
    name: RulesetName,
    rules: readonly PlacedRule[],
    { zone, overrides, adopt }: EdgeRulesProps,
  ): Ruleset {
    const ruleset = new Ruleset(this, name, {
      description: "Composed from code: edits in the dashboard are undone",
      rules: rules.map(resourceRule),
      ...overrides?.[name],
      zoneId: zone.zoneId,
      kind: "zone",
      phase: PHASES[name].phase,
      // Constant: another name replaces the ruleset, and leaves seconds without rules.
      name,
    });
    const existing = adopt?.[name];
    if (existing) ruleset.importFrom(`zones/${zone.zoneId}/${existing.rulesetId}`);
    return ruleset;
  }

  /** Another composer for the same zone would make a second ruleset of a phase. */
  private rivalProblems(): Finding[] {
    const { zoneId, name } = this.zone;
    return this.node.root.node
      .findAll()
      .filter((other): other is EdgeRules => other instanceof EdgeRules && other !== this)
      .map(({ zone, node }) =>
        must(
          zone === undefined || (zone.zoneId !== zoneId && zone.name !== name),
          "zone",
          `have one EdgeRules only, and ${node.path} is one already`,
          undefined,
          "hand the rules to it as another source",
        ),
      );
  }
}

function withManaged(props: EdgeRulesProps): RuleSources {
  const { zone, stage, sources } = props;
  const wanted = props.managedRules ?? (covers(zone.plan, "pro") ? {} : undefined);
  if (wanted === undefined || wanted.mode === "off") return sources;
  const rules = managedRules(stage, zone.plan, wanted);
  return { ...sources, [MANAGED]: { priority: 1000, rules } };
}

/** `skip` and counting expressions drift after an import (terraform-provider-cloudflare#7128). */
function adoptProblems(props: EdgeRulesProps): Finding[] {
  const composition = compose(withManaged(props));
  return Object.keys(props.adopt ?? {}).map((name) => {
    const rules = composition[name as RulesetName] ?? [];
    const drifting = rules.find(
      ({ rule }) => rule.action === "skip" || rule.ratelimit?.countingExpression !== undefined,
    );
    return must(
      rules.length > 0 && drifting === undefined,
      `adopt.${name}`,
      rules.length > 0 ? "not be used while it has skip or counting rules" : "have rules",
      drifting?.ref,
      "delete the ruleset in the dashboard and let it be made anew",
    );
  });
}

/** A rule as the provider takes it. Everything is written out, so that nothing drifts. */
function resourceRule({ ref, rule }: PlacedRule): RulesetRules {
  return {
    ref,
    expression: rule.expression,
    description: rule.description,
    enabled: rule.enabled,
    action: rule.action,
    ...(rule.actionParameters && { actionParameters: rule.actionParameters }),
    ...(rule.ratelimit && { ratelimit: rule.ratelimit }),
    ...(rule.logging !== undefined && { logging: { enabled: rule.logging } }),
  };
}
