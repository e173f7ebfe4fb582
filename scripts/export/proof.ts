import type { ExportedModule, ExportedVariable } from "@groundplan/core/exported";
import { type Freeze, FURNISHINGS, type Sections, type Values, variableName } from "./frozen.ts";
import type { PropDoc, PropDocs } from "./prop-docs.ts";
import { differences, standings, substituted } from "./substitute.ts";

/** How often an exported module and its construct are compared. */
export const ROWS = 10;

/** Words that Terraform keeps for itself: no variable may be called so. */
const RESERVED = /^(source|version|providers|count|for_each|lifecycle|depends_on|locals)$/;

/** What would have to be escaped in JSON, or mean something to Terraform. */
const ESCAPED = [...'"\\${}%<>&\n'];

/** A module that is what its construct is, for every value that was tried. */
export interface Proven {
  /** Terraform JSON with variables. */
  readonly sections: Sections;
  /** What is known of each prop that can be chosen. */
  readonly docs: Readonly<Record<string, PropDoc>>;
}

/** Values for the variables of a module, for each of the times that it is compared. */
export function rowsOf({ variables }: ExportedModule): readonly Values[] {
  return Array.from({ length: ROWS }, (_, row) =>
    Object.fromEntries(
      Object.entries(variables).map(([prop, { samples }]) => [prop, samples[row % samples.length]]),
    ),
  );
}

/**
 * Synthesizes a module with variables, and compares it with its construct.
 *
 * @returns the module, or everything that speaks against its export
 */
export function prove(
  module: ExportedModule,
  described: PropDocs,
  freeze: Freeze,
): Proven | readonly string[] {
  const props = Object.keys(module.variables);
  const known = props.map((prop) => [prop, described.of(module.props.name, prop)] as const);
  const untyped = known.flatMap(([prop, doc]) =>
    doc ? [] : [says(module, prop, "be a text, a number, a switch, a list or a map of texts")],
  );
  if (untyped.length > 0) return untyped;
  const docs = Object.fromEntries(known) as Record<string, PropDoc>;
  const impossible = unmade(module, freeze);
  if (impossible) return [impossible];
  const problems = props.flatMap((prop) => propProblems(module, prop, docs[prop]!, freeze));
  if (problems.length > 0) return problems;
  const sections = freeze({ variables: docs });
  const elsewhere = freeze({ variables: docs, by: FURNISHINGS[1] });
  const wholes = [
    ...differences(sections, elsewhere).map(
      ({ place, wanted }) =>
        `${titleOf(module)}: ${place} must not depend on the account or the region, got ${JSON.stringify(wanted)}`,
    ),
    ...rowProblems(module, sections, freeze),
  ];
  return wholes.length > 0 ? wholes : { sections, docs };
}

/** What an exported module is called in messages: `aws/bucket`. */
export function titleOf({ cloud, name }: ExportedModule): string {
  return `${cloud}/${name}`;
}

/** Why the construct itself cannot be made with the first values. */
function unmade(module: ExportedModule, freeze: Freeze): string | undefined {
  try {
    freeze({ values: rowsOf(module)[0]! });
    return undefined;
  } catch (error) {
    return `${titleOf(module)}: cannot be made: ${(error as Error).message}`;
  }
}

function says(module: ExportedModule, prop: string, rule: string, found = ""): string {
  const why = found && `: ${found}`;
  return `${titleOf(module)}: ${prop} must ${rule} to be a variable${why}; make it one of the fixed props`;
}

/** What keeps one prop from being a variable: the others have the values of the first row. */
function propProblems(
  module: ExportedModule,
  prop: string,
  doc: PropDoc,
  freeze: Freeze,
): string[] {
  const variable = module.variables[prop]!;
  const name = variableName(prop);
  if (RESERVED.test(name))
    return [says(module, prop, `not be called ${name}, a word of Terraform's`)];
  if (new Set(variable.samples.map((each) => JSON.stringify(each))).size < 2) {
    return [says(module, prop, "have two samples at least")];
  }
  const first = rowsOf(module)[0]!;
  let frozen: Sections;
  try {
    frozen = freeze({ variables: { [prop]: doc }, values: first });
  } catch (error) {
    return [says(module, prop, "be taken while its value is not known", (error as Error).message)];
  }
  const standing = standings(frozen, name);
  const bent = standing.flatMap((each) => standingProblems(module, prop, each));
  if (bent.length > 0) return bent;
  for (const [value, given] of samplesOf(variable)) {
    const made = freeze({ values: { ...first, [prop]: given } });
    const [found] = differences(made, substituted(frozen, { [name]: value }));
    if (found) return [says(module, prop, "decide nothing", decided(found, value))];
  }
  return standing.length > 0 ? [] : [says(module, prop, "reach an argument")];
}

/** The values to try: what the variable is, and what the construct is then given. */
function samplesOf(variable: ExportedVariable): readonly (readonly [unknown, unknown])[] {
  const given = variable.samples.map((each) => [each, each] as const);
  return "default" in variable ? [...given, [variable.default, undefined]] : given;
}

function decided(found: ReturnType<typeof differences>[number], value: unknown): string {
  const shown = (each: unknown) => {
    if (each === undefined) return "not there";
    // A number that is not known yet is a huge negative one to those who reckon with it.
    const reckoned = typeof each === "number" && Math.abs(each) > 1e300;
    return reckoned ? "a number reckoned with it" : JSON.stringify(each);
  };
  const { place, wanted, got } = found;
  return `with ${JSON.stringify(value)} the construct's ${place} is ${shown(wanted)}, not ${shown(got)}`;
}

function standingProblems(
  module: ExportedModule,
  prop: string,
  { place, standing }: ReturnType<typeof standings>[number],
): string[] {
  if (standing === "whole") return [];
  if (standing === "in an expression") {
    return [says(module, prop, "not be reckoned with", `it is in ${place}`)];
  }
  const { samples, pattern } = module.variables[prop]!;
  const admits = pattern ? ESCAPED.filter((each) => admitted(pattern, samples[0], each)) : ESCAPED;
  if (admits.length === 0) return [];
  const rule = `have a pattern that admits none of ${JSON.stringify(admits.join(" "))}`;
  return [says(module, prop, rule, `it is a part of ${place}`)];
}

/** True when a text with this character in it matches. */
function admitted(pattern: RegExp, sample: unknown, character: string): boolean {
  const text = String(sample);
  const middle = Math.ceil(text.length / 2);
  return pattern.test(`${text.slice(0, middle)}${character}${text.slice(middle)}`);
}

/** All variables at once, as in the plans that are compared later. */
function rowProblems(module: ExportedModule, sections: Sections, freeze: Freeze): string[] {
  const rows = rowsOf(module);
  if (new Set(rows.map((row) => JSON.stringify(row))).size < ROWS) {
    return [`${titleOf(module)}: the samples must make ${ROWS} different modules`];
  }
  return rows.flatMap((row) => {
    const values = Object.entries(row).map(([prop, value]) => [variableName(prop), value]);
    const [found] = differences(
      freeze({ values: row }),
      substituted(sections, Object.fromEntries(values)),
    );
    return found ? [`${titleOf(module)}: ${decided(found, row)}`] : [];
  });
}
