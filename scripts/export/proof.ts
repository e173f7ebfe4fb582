import type { ExportedModule, ExportedVariable } from "@groundplan/core/exported";
import { type Freeze, type Sections, variableName } from "./frozen.ts";
import { learn, meaningsOf, type Row, withData } from "./learn.ts";
import type { PropDoc, PropDocs } from "./prop-docs.ts";
import { placedRows, ROWS, rowsOf, titleOf } from "./rows.ts";
import { differences, standings, substituted } from "./substitute.ts";

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
  const known = props.map((prop) => [prop, docOf(module, described, prop)] as const);
  const untyped = known.flatMap(([prop, doc]) =>
    doc ? [] : [says(module, prop, "be a text, a number, a switch, a list or a map of texts")],
  );
  if (untyped.length > 0) return untyped;
  const docs = Object.fromEntries(known) as Record<string, PropDoc>;
  const names = props.map((prop) => variableName(module, prop));
  const twice = props.filter((_, i) => names.indexOf(names[i]!) !== i);
  if (twice.length > 0) {
    return twice.map((prop) => says(module, prop, "have a name that no other variable has"));
  }
  const impossible = unmade(module, freeze);
  if (impossible) return [impossible];
  const problems = props.flatMap((prop) => propProblems(module, prop, docs[prop]!, freeze));
  if (problems.length > 0) return problems;
  const made = learnedOf(module, docs, freeze);
  if ("problems" in made) return made.problems;
  const { sections } = made;
  const wholes = [
    ...props.flatMap((prop) => reckonedProblems(module, prop, sections, freeze)),
    ...rowProblems(module, sections, freeze),
  ];
  return wholes.length > 0 ? wholes : { sections: withData(sections), docs };
}

/** What is known of a prop, or of a value that an object of another module is made of. */
function docOf({ props, objects }: ExportedModule, described: PropDocs, prop: string) {
  const [first, ...rest] = prop.split(".");
  const object = objects[first!];
  return object ? described.of(object.props.name, rest.join(".")) : described.of(props.name, prop);
}

/** The module with all its variables: those of which the construct knows nothing, and those that it reckons with. */
function learnedOf(
  module: ExportedModule,
  docs: Proven["docs"],
  freeze: Freeze,
): { readonly sections: Sections } | { readonly problems: readonly string[] } {
  const isReckoned = (prop: string) => module.variables[prop]!.reckoned !== undefined;
  const variables = Object.fromEntries(Object.entries(docs).filter(([prop]) => !isReckoned(prop)));
  const rows = placedRows(module);
  const trees = rows.map(({ values, by }) => {
    const known = Object.entries(values).filter(([prop]) => isReckoned(prop));
    return freeze({ variables, values: Object.fromEntries(known), by });
  });
  const { sections, unexplained } = learn(module, trees, rows);
  if (unexplained.length === 0) return { sections };
  const [{ row, place, wanted }] = unexplained as [(typeof unexplained)[number]];
  const { values, by } = rows[row]!;
  const sources =
    module.cloud === "aws" ? "the variables, the account or the region" : "the variables";
  const where = `with ${JSON.stringify(values)} in ${by.place} of ${by.account}`;
  const found = typeof wanted === "object" ? "has other parts" : `is ${JSON.stringify(wanted)}`;
  return {
    problems: [
      `${titleOf(module)}: ${place} must follow from ${sources}: ${where} it ${found}, and nothing that is declared makes that`,
    ],
  };
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
  const name = variableName(module, prop);
  if (RESERVED.test(name))
    return [says(module, prop, `not be called ${name}, a word of Terraform's`)];
  if (new Set(variable.samples.map((each) => JSON.stringify(each))).size < 2) {
    return [says(module, prop, "have two samples at least")];
  }
  if (variable.reckoned) return [];
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
    const [found] = differences(made, substituted(frozen, new Map([[`var.${name}`, value]])));
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
  // In an expression the variable is worth what the literal is that the construct writes there.
  if (standing !== "in a text") return [];
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

/** What keeps a prop from being a variable that the construct reckons with. */
function reckonedProblems(
  module: ExportedModule,
  prop: string,
  sections: Sections,
  freeze: Freeze,
): string[] {
  const variable = module.variables[prop]!;
  if (!variable.reckoned) return [];
  if (!new RegExp(`\\bvar\\.${variableName(module, prop)}\\b`).test(JSON.stringify(sections))) {
    return [says(module, prop, "reach an argument")];
  }
  if (!("default" in variable)) return [];
  const [row] = placedRows(module) as [Row];
  const made = freeze({ values: { ...row.values, [prop]: undefined }, by: row.by });
  const values = { ...row.values, [prop]: variable.default };
  const [found] = differences(made, explained(module, sections, { ...row, values }));
  return found ? [says(module, prop, "decide nothing", decided(found, variable.default))] : [];
}

/** The module as it is for values, in a place. */
function explained(module: ExportedModule, sections: Sections, row: Row): Sections {
  return substituted(sections, meaningsOf(module, row));
}

/** All variables at once, as in the plans that are compared later. */
function rowProblems(module: ExportedModule, sections: Sections, freeze: Freeze): string[] {
  const rows = placedRows(module);
  if (new Set(rows.map(({ values }) => JSON.stringify(values))).size < ROWS) {
    return [`${titleOf(module)}: the samples must make ${ROWS} different modules`];
  }
  return rows.flatMap((row) => {
    const made = freeze(row);
    const [found] = differences(made, explained(module, sections, row));
    return found ? [`${titleOf(module)}: ${decided(found, row.values)}`] : [];
  });
}
