import { type Path, written } from "../../cty/path.ts";
import { type Fields, isFields, isList, type Value } from "../../cty/value.ts";
import { type Diagnostic, ERROR } from "../../protocol/messages.ts";
import type { Bounds, Facts } from "../../schema/schema.ts";
import { FORMATS, goPattern } from "./formats.ts";

/** What is wrong with one value of the author, by the rules for its name. */
export function valueProblems(facts: Facts, name: string, path: Path, value: Value): Diagnostic[] {
  // What the provider itself would plan is never refused, whatever the rule says.
  if (facts.defaults?.[name] === value || facts.alsoAllowed?.[name]?.includes(value)) return [];
  if (isList(value)) return value.flatMap((item) => valueProblems(facts, name, path, item));
  if (isFields(value)) return problems(path, value, [ofEntries(facts.entries?.[name], value)]);
  if (typeof value === "number") {
    const rules = [...ofNumber(facts, name, value), ofMultiple(facts.multipleOf?.[name], value)];
    return problems(path, value, rules);
  }
  if (typeof value !== "string") return [];
  return problems(path, value, [
    ...ofWord(facts, name, value),
    ofTextRange(facts.range?.[name], value),
    ofLength(facts.length?.[name], value),
    ofPattern(facts.pattern?.[name], value),
  ]);
}

/** Each rule is the end of a sentence that begins with the argument, or undefined when it holds. */
function problems(path: Path, value: Value, rules: readonly (string | undefined)[]): Diagnostic[] {
  return rules.flatMap((rule) => {
    if (rule === undefined) return [];
    const shown = JSON.stringify(typeof value === "string" ? shortened(value) : value);
    const summary = `${written(path)} must ${rule}, got ${shown}`;
    return [{ severity: ERROR, summary, attribute: { steps: path } }];
  });
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}

/** A number that is told both ways keeps one of the two rules: some values, or any within bounds. */
function ofNumber(facts: Facts, name: string, value: number): readonly (string | undefined)[] {
  const rules = [ofRange(facts.range?.[name], value), ofEnum(facts, name, value)];
  const isEither = facts.range?.[name] !== undefined && facts.oneOf?.[name] !== undefined;
  return isEither && rules.includes(undefined) ? [] : rules;
}

/** A text that is told both ways is one of some words, or of the format: an ARN, or "*" for all. */
function ofWord(facts: Facts, name: string, value: string): readonly (string | undefined)[] {
  const word = ofEnum(facts, name, value);
  const format = FORMATS[facts.format?.[name] ?? ""];
  if (!format || !facts.oneOf?.[name]) return [word, ofFormat(facts, name, value)];
  return word === undefined || format.test(value) ? [] : [`${word}, or ${format.means}`];
}

function ofEnum({ oneOf }: Facts, name: string, value: string | number): string | undefined {
  const allowed = oneOf?.[name];
  return allowed && !allowed.includes(`${value}`) ? `be one of ${allowed.join(", ")}` : undefined;
}

function ofRange(bounds: Bounds | undefined, value: number): string | undefined {
  return within(bounds, value) ? undefined : `be ${between(bounds!)}`;
}

function ofMultiple(of: number | undefined, value: number): string | undefined {
  return of === undefined || value % of === 0 ? undefined : `be a multiple of ${of}`;
}

function ofEntries(bounds: Bounds | undefined, map: Fields): string | undefined {
  const count = Object.keys(map).length;
  return within(bounds, count) ? undefined : `have ${between(bounds!)} entries (it has ${count})`;
}

/** Some numbers are written as texts, so that nobody mistakes 0 for nothing. */
function ofTextRange(bounds: Bounds | undefined, value: string): string | undefined {
  return /^[+-]?\d+$/.test(value) ? ofRange(bounds, Number(value)) : undefined;
}

function ofLength(bounds: Bounds | undefined, value: string): string | undefined {
  const length = [...value].length;
  if (within(bounds, length)) return undefined;
  return `have ${between(bounds!)} characters (it has ${length})`;
}

function within(bounds: Bounds | undefined, value: number): boolean {
  if (!bounds) return true;
  const [least, most] = bounds;
  return (least === null || value >= least) && (most === null || value <= most);
}

function between([least, most]: Bounds): string {
  if (least === null) return `at most ${most}`;
  return most === null ? `at least ${least}` : `${least} to ${most}`;
}

function ofPattern(pattern: string | undefined, value: string): string | undefined {
  const expression = pattern === undefined ? undefined : goPattern(pattern);
  return expression && !expression.test(value) ? `match ${expression.source}` : undefined;
}

function ofFormat(
  { format: formats }: Facts,
  attribute: string,
  value: string,
): string | undefined {
  const name = formats?.[attribute];
  const format = name === undefined ? undefined : FORMATS[name];
  // Where a name or an ARN is taken, the provider's message speaks of ARNs too.
  if (name === "arn" && !/(^|_)(arns?|role|layers)$/.test(attribute)) return undefined;
  // Providers take an empty text for none.
  return format && value !== "" && !format.test(value) ? `be ${format.means}` : undefined;
}
