import type { ExportedModule } from "@groundplan/core/exported";
import { PropsError } from "@groundplan/core/problems";
import { type Freeze, variableName } from "./frozen.ts";
import type { PropDoc } from "./prop-docs.ts";
import { rowsOf, titleOf } from "./rows.ts";

/** A condition of a variable that Terraform checks. */
export interface Validation {
  readonly condition: string;
  readonly error_message: string;
}

/** What is wrong with values of a variable. */
export interface Rules {
  readonly validations: readonly Validation[];
  /** Rules of the construct that Terraform does not check: they follow "must". */
  readonly unchecked: readonly string[];
}

/** Values that hardly any construct takes, by type. What it says about them is what a variable must be. */
const PROBES: Readonly<Record<string, readonly unknown[]>> = {
  string: ["", "a".repeat(5000), '"$', "-a", "Ab-c", "ab/cd ef"],
  number: [-1_000_000_007, 1_000_000_007, 1.5],
  "list(string)": [[], ['"$']],
};

/** The rules of a variable, as the construct says them when it is given nonsense. */
export function rulesOf(module: ExportedModule, prop: string, doc: PropDoc, freeze: Freeze): Rules {
  const { pattern, rule: narrower, unchecked = [], ...variable } = module.variables[prop]!;
  const name = variableName(module, prop);
  const nullable = "default" in variable && variable.default === null;
  const validation = (rule: string, condition: string): Validation => ({
    condition: `\${${nullable ? `var.${name} == null ? true : ` : ""}${condition}}`,
    error_message: `${name} must ${escaped(rule)}.`,
  });
  const said = saidOf(module, prop, doc, freeze);
  const validations: Validation[] = [];
  const rest: [rule: string, probes: readonly unknown[]][] = [];
  for (const [rule, probes] of said) {
    const condition = conditionOf(rule, `var.${name}`, doc);
    if (condition) validations.push(validation(rule, condition));
    else rest.push([rule, probes]);
  }
  const held = rest.filter(
    ([, probes]) => pattern && !probes.some((each) => pattern.test(`${each}`)),
  );
  if (pattern) {
    const source = patternOf(module, prop, pattern);
    const words = narrower ?? (held.map(([rule]) => rule).join(", and ") || `match ${source}`);
    const matches = (value: string) => `can(regex(${source}, ${value}))`;
    const condition =
      doc.type === "list(string)"
        ? `alltrue([for each in var.${name} : ${matches("each")}])`
        : matches(`var.${name}`);
    validations.push(validation(words, condition));
  }
  return {
    validations,
    unchecked: [...rest.filter((each) => !held.includes(each)).map(([rule]) => rule), ...unchecked],
  };
}

/** What the construct says of this prop, with the probes to which it says so. */
function saidOf(
  module: ExportedModule,
  prop: string,
  { type, oneOf }: PropDoc,
  freeze: Freeze,
): Map<string, readonly unknown[]> {
  const { reckoned, pattern, samples } = module.variables[prop]!;
  if (oneOf) return new Map([[`be one of ${oneOf.join(", ")}`, []]]);
  // What the construct looks at is good for what was tried, and nothing is known of the rest.
  if (reckoned && !pattern) return new Map(triedOf(samples).map((rule) => [rule, []]));
  const said = new Map<string, readonly unknown[]>();
  for (const probe of PROBES[type] ?? []) {
    for (const rule of refusalsOf(module, prop, probe, freeze)) {
      said.set(rule, [...(said.get(rule) ?? []), probe]);
    }
  }
  return said;
}

function refusalsOf(
  module: ExportedModule,
  prop: string,
  probe: unknown,
  freeze: Freeze,
): string[] {
  try {
    freeze({ values: { ...rowsOf(module)[0]!, [prop]: probe } });
    return [];
  } catch (error) {
    if (!(error instanceof PropsError)) return [];
    return error.problems.filter((each) => each.prop === prop).map(({ rule }) => rule);
  }
}

/** A rule of the construct as a condition; `undefined` where it is none of the simple ones. */
function conditionOf(rule: string, value: string, { type }: PropDoc): string | undefined {
  const match = (pattern: RegExp) => pattern.exec(rule)?.slice(1);
  const range = match(/^be (-?[\d.]+) to (-?[\d.]+)$/);
  if (range) return `${value} >= ${range[0]} && ${value} <= ${range[1]}`;
  const least = match(/^be at least (-?[\d.]+)$/);
  if (least) return `${value} >= ${least[0]}`;
  if (rule === "be a whole number") return `floor(${value}) == ${value}`;
  const lengths = match(/^have (\d+) to (\d+) characters/);
  if (lengths) return `length(${value}) >= ${lengths[0]} && length(${value}) <= ${lengths[1]}`;
  const fewest = match(/^have at least (\d+) items/);
  if (fewest) return `length(${value}) >= ${fewest[0]}`;
  const exact = match(/^have exactly (\d+) items/);
  if (exact) return `length(${value}) == ${exact[0]}`;
  if (type === "list(string)" && /^(hold|name) at least one /.test(rule)) {
    return `length(${value}) >= 1`;
  }
  const longest = match(/^have at most (\d+) characters/);
  if (longest) return `length(${value}) <= ${longest[0]}`;
  const shortest = match(/^have at least (\d+) characters/);
  if (shortest) return `length(${value}) >= ${shortest[0]}`;
  const listed = match(/^be one of (.+)$/)?.[0]?.split(", ");
  const literal = (each: string) => (type === "number" ? each : JSON.stringify(each));
  return listed && `contains([${listed.map(literal).join(", ")}], ${value})`;
}

/** The rules that admit what was tried and nothing else. */
function triedOf(samples: readonly unknown[]): string[] {
  const tried = new Set(samples.filter((each) => each !== null));
  const sorted = [...tried].sort((a, b) => Number(a) - Number(b));
  const [first, last] = [sorted[0], sorted.at(-1)];
  const unbroken = sorted.every((each, i) => each === Number(first) + i);
  return unbroken
    ? [`be ${first} to ${last}`, "be a whole number"]
    : [`be one of ${[...tried].join(", ")}`];
}

/** An expression of JavaScript as Terraform's, which knows no looking ahead and no references back. */
function patternOf(module: ExportedModule, prop: string, { source, flags }: RegExp): string {
  if (/\(\?[=!<]|\\[1-9]/.test(source) || flags !== "") {
    throw new Error(
      `${titleOf(module)}: ${prop}: Terraform has no such pattern: /${source}/${flags}`,
    );
  }
  return JSON.stringify(escaped(source.replaceAll("\\/", "/")));
}

/** Text in which Terraform fills in nothing. */
function escaped(text: string): string {
  return text.replaceAll("${", "$${").replaceAll("%{", "%%{");
}
