import { between, type Finding, matching, must, unique } from "@groundplan/core/problems";
import type { ZoneFacts } from "../zone/dns-zone.ts";
import { expressionProblems } from "./expression.ts";
import { PHASES, RULESET_NAMES, type RulesetName } from "./phases.ts";
import type { EdgeRule, RuleSource, RuleSources } from "./rule.ts";

/** A rule in its place, with the identity that Cloudflare keeps for it. */
export interface PlacedRule {
  /** `<source>-<key>`: the same wherever the rule stands. */
  readonly ref: string;
  readonly source: string;
  readonly rule: EdgeRule;
}

/** The rules of each ruleset that has any, in the order in which they are tried. */
export type Composition = Partial<Record<RulesetName, readonly PlacedRule[]>>;

/** Puts the rules of all sources into one list per ruleset: by priority, then as the source lists them. */
export function compose(sources: RuleSources): Composition {
  const placed = Object.entries(sources)
    .sort(([, a], [, b]) => a.priority - b.priority)
    .flatMap(([source, { rules }]) =>
      rules.map((rule) => ({ ref: `${source}-${rule.key}`, source, rule })),
    );
  const named = RULESET_NAMES.map(
    (name) => [name, placed.filter(({ rule }) => rule.ruleset === name)] as const,
  );
  return Object.fromEntries(named.filter(([, rules]) => rules.length > 0));
}

/** Everything that is wrong with the sources and with what they make together. */
export function compositionProblems(sources: RuleSources, zone: ZoneFacts): Finding[] {
  const composition = compose(sources);
  return [
    ...Object.entries(sources).flatMap(([name, source]) => sourceProblems(name, source)),
    ...conflictProblems(sources),
    ...Object.values(composition).flatMap((rules) =>
      rules.flatMap((placed) => ruleProblems(placed, zone)),
    ),
    ...limitProblems(composition, zone),
    ...skipProblems(composition["waf-custom"] ?? []),
    ...refProblems(composition),
  ];
}

function sourceProblems(name: string, { priority, rules }: RuleSource): Finding[] {
  const at = `sources.${name}`;
  return [
    matching(at, name, /^[a-z0-9]+(-[a-z0-9]+)*$/, "be named in kebab case"),
    between(`${at}.priority`, priority, 1, 1000),
    unique(
      `${at}.rules`,
      rules.map(({ key }) => key),
    ),
  ];
}

/** Two sources of one place would be in an order that nobody chose. */
function conflictProblems(sources: RuleSources): Finding[] {
  const entries = Object.entries(sources);
  return entries.flatMap(([name, source], i) =>
    entries.slice(0, i).map(([other, { priority, rules }]) => {
      const phases = new Set(rules.map(({ ruleset }) => ruleset));
      const shared = source.rules.find(({ ruleset }) => phases.has(ruleset))?.ruleset;
      return must(
        priority !== source.priority || shared === undefined,
        `sources.${name}.priority`,
        `differ from that of ${other}: both have rules in ${shared}`,
        priority,
      );
    }),
  );
}

function ruleProblems({ source, rule }: PlacedRule, zone: ZoneFacts): Finding[] {
  const at = `${source}.${rule.key}`;
  const { plan, name: zoneName } = zone;
  return [
    matching(at, rule.key, /^[a-z0-9]+(-[a-z0-9]+)*$/, "have a key in kebab case"),
    must(rule.description.trim() !== "", `${at}.description`, "say what the rule is for"),
    ...expressionProblems(`${at}.when`, rule.expression, plan, zoneName),
    ...rule.problems({ at, plan, zoneName }),
  ];
}

function limitProblems(composition: Composition, { plan }: ZoneFacts): Finding[] {
  const counts = new Map<string, number>();
  for (const name of RULESET_NAMES) {
    const group = PHASES[name].shares ?? name;
    counts.set(group, (counts.get(group) ?? 0) + (composition[name]?.length ?? 0));
  }
  return [...counts].map(([group, count]) => {
    const facts = RULESET_NAMES.find((name) => (PHASES[name].shares ?? name) === group)!;
    const limit = PHASES[facts].limit[plan];
    return must(count <= limit, group, `have at most ${limit} rules on the ${plan} plan`, count);
  });
}

/** A request that is blocked never reaches the rule that would spare it. */
function skipProblems(rules: readonly PlacedRule[]): Finding[] {
  const acts = ({ rule }: PlacedRule) =>
    rule.enabled && rule.action !== "skip" && rule.action !== "log";
  const first = rules.findIndex(acts);
  return rules.map(({ source, rule }, i) =>
    must(
      rule.action !== "skip" || first === -1 || i < first,
      `${source}.${rule.key}`,
      `come before ${rules[first]?.ref}, which acts on requests`,
      undefined,
      "give its source a lower priority, or list it first",
    ),
  );
}

/** `a` + `b-c` and `a-b` + `c` make one ref. */
function refProblems(composition: Composition): Finding[] {
  return Object.values(composition).map((rules) =>
    unique(
      "sources",
      rules.map(({ ref }) => ref),
    ),
  );
}
