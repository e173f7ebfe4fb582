import { type Finding, must } from "@groundplan/core/problems";
import { Token } from "cdktf";
import { type Plan, planProblem } from "../zone/plan.ts";

/** Longest expression in characters. Source: cloudflare-docs, ruleset-engine, max-expression-length. */
const EXPRESSION_LIMIT = 4096;

const OPENERS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** A quoted or raw string of the rules language. */
const STRINGS = /r(#*)"[\s\S]*?"\1|"(?:\\.|[^"\\])*"/g;

/** Everything that is wrong with an expression on a plan. */
export function expressionProblems(
  at: string,
  expression: string,
  plan: Plan,
  zoneName: string,
): Finding[] {
  return [
    must(expression.trim() !== "", at, "not be empty"),
    must(
      Token.isUnresolved(expression) || expression.length <= EXPRESSION_LIMIT,
      at,
      `have at most ${EXPRESSION_LIMIT} characters`,
      expression.length,
    ),
    balanceProblem(at, expression),
    must(
      !/(^|\()\s*(and|or)\b|\b(and|or|not)\s*(\)|$)/.test(withoutStrings(expression)),
      at,
      "have a condition on both sides of and, or",
      expression,
    ),
    must(!/[\u2018-\u201f]/.test(expression), at, "have straight quotes", expression),
    must(
      !withoutStrings(expression).includes("cf.colo.id"),
      at,
      "not ask for cf.colo.id: Cloudflare changes it without warning",
    ),
    ...fieldProblems(at, expression, plan),
    ...hostProblems(at, expression, zoneName),
  ];
}

/** The expression with every string emptied: what is left is fields, operators and brackets. */
export function withoutStrings(expression: string): string {
  return expression.replace(STRINGS, '""');
}

/** The fields that an expression asks for: `http.host`, `ip.src`, ... */
export function fieldsOf(expression: string): string[] {
  const found = withoutStrings(expression).match(/\b(?:raw\.)?(?:http|ip|cf|ssl)(?:\.\w+)+/g) ?? [];
  return [...new Set(found.map((field) => field.replace(/^raw\./, "")))];
}

function balanceProblem(at: string, expression: string): Finding {
  const bare = withoutStrings(expression);
  // An odd quote is left over when a string does not end.
  const quotes = bare.replaceAll('""', "").includes('"');
  if (quotes) return must(false, at, "close every quote", expression);
  const open: string[] = [];
  for (const character of bare.replace(/[^()[\]{}]/g, "")) {
    const closer = OPENERS[character];
    if (closer) open.push(closer);
    else if (open.pop() !== character) {
      return must(false, at, `open every bracket before its ${character}`, expression);
    }
  }
  return must(open.length === 0, at, `close every bracket with ${open.at(-1)}`, expression);
}

/** Fields and operators that a plan lacks: Cloudflare refuses the whole ruleset for one of them. */
function fieldProblems(at: string, expression: string, plan: Plan): Finding[] {
  const bare = withoutStrings(expression);
  const fields = fieldsOf(expression);
  const uses = (pattern: RegExp) => fields.find((field) => pattern.test(field));
  const regex = /\bmatches\b|~|\bregex_replace\b/.test(bare);
  const bots = uses(/^cf\.bot_management\.(?!verified_bot$)/);
  const body = uses(/^http\.request\.body\./);
  const score = uses(/^cf\.waf\.score/);
  return [
    planProblem(at, regex, plan, "business", "a regular expression"),
    planProblem(at, bots !== undefined, plan, "enterprise", bots),
    planProblem(at, body !== undefined, plan, "enterprise", body),
    planProblem(
      at,
      score !== undefined,
      plan,
      score === "cf.waf.score.class" ? "business" : "enterprise",
      score,
    ),
  ];
}

/** A host that is not in the zone never matches: the rule would protect nothing. */
function hostProblems(at: string, expression: string, zoneName: string): Finding[] {
  if (Token.isUnresolved(zoneName)) return [];
  const named = [...expression.matchAll(/http\.host\s*(?:eq|==|in)\s*(\{[^}]*\}|"[^"]*")/g)];
  const hosts = named.flatMap(([, operand]) => operand!.match(/"[^"]*"/g) ?? []);
  return hosts
    .map((quoted) => quoted.slice(1, -1))
    .filter((host) => !Token.isUnresolved(host))
    .map((host) =>
      must(
        host === zoneName || host.endsWith(`.${zoneName}`),
        at,
        `name hosts of ${zoneName} only`,
        host,
      ),
    );
}
