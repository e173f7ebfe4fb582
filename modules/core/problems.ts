import { Token } from "cdktf";
import type { Construct } from "constructs";

/** One thing that is wrong with the input, in the words of the person who typed it. */
export interface Problem {
  /** Where it was typed, when that is not where the check stands: the path of a file. */
  readonly where?: string;
  /** What was typed, as a path: `retentionDays`, `services.api.memoryMiB`. */
  readonly prop: string;
  /** What must hold; follows "must": `be at least 1`. */
  readonly rule: string;
  /** What was given. Left out where the value is the absence of one. */
  readonly value?: unknown;
  /** What to do, where the rule does not say it. */
  readonly cure?: string;
}

/** What a rule gives: a problem, or nothing when the value holds. */
export type Finding = Problem | false | undefined;

/** Wrong input. Holds every problem that was found, not only the first. */
export class PropsError extends Error {
  readonly problems: readonly Problem[];

  constructor(where: string, problems: readonly Problem[]) {
    super(problems.map((problem) => describeProblem(where, problem)).join("\n"));
    this.name = "PropsError";
    this.problems = problems;
  }
}

/**
 * Throws one `PropsError` with all problems, or does nothing when there are none.
 *
 * @param where the construct whose props are checked, or the file they were typed in
 */
export function check(where: Construct | string, findings: readonly Finding[]): void {
  const problems = findings.filter((finding): finding is Problem => Boolean(finding));
  if (problems.length === 0) return;
  // Two checks of one value may find the same: it is said once.
  const different = [...new Map(problems.map((each) => [JSON.stringify(each), each])).values()];
  throw new PropsError(typeof where === "string" ? where : where.node.path, different);
}

/** The sentence for one problem: `<where>: <prop> must <rule>, got <value>; <cure>`. */
export function describeProblem(where: string, problem: Problem): string {
  const { prop, rule, value, cure } = problem;
  const got = value === undefined ? "" : `, got ${show(value)}`;
  return `${problem.where ?? where}: ${prop} must ${rule}${got}${cure ? `; ${cure}` : ""}`;
}

/** A problem when `holds` is false. For rules that have no helper of their own. */
export function must(
  holds: boolean,
  prop: string,
  rule: string,
  value?: unknown,
  cure?: string,
): Finding {
  return !holds && { prop, rule, value, cure };
}

/** The value is at least `minimum`. Skips what is absent or a token. */
export function atLeast(prop: string, value: number | undefined, minimum: number): Finding {
  return known(value) && must(value >= minimum, prop, `be at least ${minimum}`, value);
}

/** The value lies in `[minimum, maximum]`. Skips what is absent or a token. */
export function between(
  prop: string,
  value: number | undefined,
  minimum: number,
  maximum: number,
): Finding {
  return (
    known(value) &&
    must(value >= minimum && value <= maximum, prop, `be ${minimum} to ${maximum}`, value)
  );
}

/** The value is one of `allowed`. Skips what is absent or a token. */
export function oneOf<T extends string | number>(
  prop: string,
  value: T | undefined,
  allowed: readonly T[],
): Finding {
  return (
    known(value) && must(allowed.includes(value), prop, `be one of ${allowed.join(", ")}`, value)
  );
}

/** The value matches `pattern`; `words` says the rule for people. Skips what is absent or a token. */
export function matching(
  prop: string,
  value: string | undefined,
  pattern: RegExp,
  words: string,
): Finding {
  return known(value) && must(pattern.test(value), prop, words, value);
}

/** The keys or values are all different. Reports each repeated one once. */
export function unique(prop: string, values: readonly string[]): Finding {
  const repeated = [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
  return must(repeated.length === 0, prop, "not repeat a value", repeated.join(", "));
}

/** A reason is a sentence that a reviewer can judge: 10 to 200 characters. */
export function reasonGiven(prop: string, reason: string | undefined): Finding {
  const length = reason?.trim().length ?? 0;
  return must(
    length >= 10 && length <= 200,
    `${prop}.reason`,
    "say why in 10 to 200 characters",
    reason ?? "",
  );
}

/** True for a value that is there and is known at synth, not a token that Terraform fills in. */
export function known<T>(value: T | undefined): value is T {
  return value !== undefined && !Token.isUnresolved(value);
}

/** The value is a whole number. Skips what is absent or a token. */
export function whole(prop: string, value: number | undefined): Finding {
  return known(value) && must(Number.isInteger(value), prop, "be a whole number", value);
}

function show(value: unknown): string {
  if (Token.isUnresolved(value)) return "a value that is known only at apply";
  return typeof value === "string" ? `"${value}"` : JSON.stringify(value);
}

/** Says that findings are about a file, whatever checks them. */
export function typedIn(where: string, findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => finding && { ...finding, where });
}

/**
 * Says findings in the words of another author: a path that begins with one of `names` begins with
 * what stands beside it instead, the longest first. A module's `zones.host.names` becomes what an
 * app's settings call it: `names`. Other paths stay. Names with a dot are also put into rule and cure;
 * others might be plain words there.
 */
export function renamed(
  names: Readonly<Record<string, string>>,
  findings: readonly Finding[],
): Finding[] {
  const longestFirst = Object.keys(names).sort((a, b) => b.length - a.length);
  const inText = (text: string) =>
    longestFirst
      .filter((name) => name.includes("."))
      .reduce((said, name) => said.replaceAll(name, names[name]!), text);
  return findings.map((finding) => {
    if (!finding) return finding;
    const { prop, rule, cure } = finding;
    const from = longestFirst.find((name) => `${prop}.`.startsWith(`${name}.`));
    return {
      ...finding,
      prop: from === undefined ? prop : `${names[from]}${prop.slice(from.length)}`,
      rule: inText(rule),
      cure: cure && inText(cure),
    };
  });
}

/** Puts what holds the value before what was typed: `api.memoryMiB` becomes `apps.shop.api.memoryMiB`. */
export function within(prop: string, findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => finding && { ...finding, prop: `${prop}.${finding.prop}` });
}
