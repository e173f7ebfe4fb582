import type { ExportedModule } from "@groundplan/core/exported";
import { type Furnishing, type Sections, type Values, variableName } from "./frozen.ts";
import { type Difference, type Meanings, placeOf } from "./substitute.ts";

/** What a construct was made from: once for each of the trees that are compared. */
export interface Row {
  readonly values: Values;
  readonly by: Furnishing;
}

/** What was found in trees of one module. */
export interface Learned {
  /** The tree that all of them are, with expressions where they differ. */
  readonly sections: Sections;
  /** Where no expression gives what the trees have: what is wanted in the first of the rows that show it. */
  readonly unexplained: readonly (Difference & { readonly row: number })[];
}

/** An expression of Terraform, and what it comes to in each row. */
interface Term {
  readonly expression: string;
  readonly values: readonly unknown[];
}

/** Where AWS says whose account it is, and in which region. */
const AWS_SAYS = {
  account: "data.aws_caller_identity.this.account_id",
  place: "data.aws_region.this.region",
} as const;

/** The data sources for what AWS says. */
const AWS_DATA = { account: "aws_caller_identity", place: "aws_region" } as const;

/** What each expression of a module comes to: its variables, what is reckoned of them, account and region. */
export function meaningsOf(module: ExportedModule, { values, by }: Row): Meanings {
  const reckoned = Object.entries(module.variables).flatMap(([prop, variable]) => {
    const { reckoned = [], samples } = variable;
    const given = values[prop] ?? undefined;
    const none = given === undefined && !samples.includes(null);
    return reckoned.map(({ terraform, of }): [string, unknown] => {
      const value = none ? undefined : of(given as never);
      const expression = terraform(`var.${variableName(module, prop)}`);
      const listed = typeof value === "object";
      return listed ? [`jsonencode(${expression})`, JSON.stringify(value)] : [expression, value];
    });
  });
  const plain = Object.entries(values).map(([prop, value]): [string, unknown] => [
    `var.${variableName(module, prop)}`,
    value,
  ]);
  const said = Object.entries(AWS_SAYS).map(([what, expression]): [string, unknown] => [
    expression,
    by[what as keyof Furnishing],
  ]);
  return new Map([...reckoned, ...plain, ...(module.cloud === "aws" ? said : [])]);
}

/**
 * Finds the expressions that explain how trees of one module differ, and none that only explains some.
 *
 * @param trees what the construct makes in each row
 */
export function learn(
  module: ExportedModule,
  trees: readonly Sections[],
  rows: readonly Row[],
): Learned {
  const meanings = rows.map((row) => meaningsOf(module, row));
  const terms = [...meanings[0]!.keys()].map(
    (expression): Term => ({
      expression,
      values: meanings.map((each) => each.get(expression)),
    }),
  );
  const learner = new Learner(terms);
  const sections = learner.merged(trees, []) as Sections;
  return { sections, unexplained: learner.unexplained };
}

class Learner {
  readonly unexplained: (Difference & { readonly row: number })[] = [];
  readonly #terms: readonly Term[];

  constructor(terms: readonly Term[]) {
    this.#terms = terms;
  }

  /** One value for that of each row. */
  merged(nodes: readonly unknown[], path: readonly string[]): unknown {
    const [first] = nodes;
    if (nodes.every((each) => each === first)) return first;
    const keys = nodes.map(keysOf);
    if (keys.every((each) => each !== undefined && each === keys[0])) {
      const below = (key: string) =>
        this.merged(
          nodes.map((each) => (each as Values)[key]),
          [...path, key],
        );
      if (Array.isArray(first)) return first.map((_, position) => below(String(position)));
      return Object.fromEntries(Object.keys(first as object).map((key) => [key, below(key)]));
    }
    return this.#explained(nodes) ?? this.#unexplained(nodes, path);
  }

  #explained(nodes: readonly unknown[]): string | undefined {
    const whole = this.#terms.find(({ values }) => values.every((each, i) => each === nodes[i]));
    if (whole) return `\${${whole.expression}}`;
    if (!nodes.every((each) => typeof each === "string")) return undefined;
    return textOf(nodes as readonly string[], this.#terms);
  }

  #unexplained(nodes: readonly unknown[], path: readonly string[]): unknown {
    const row = nodes.findIndex((each) => each !== nodes[0]);
    this.unexplained.push({ place: placeOf(path), wanted: nodes[row], got: nodes[0], row });
    return nodes[0];
  }
}

/** A text with expressions in it that is each of the texts, in the row of each. The longest parts first. */
function textOf(texts: readonly string[], terms: readonly Term[]): string | undefined {
  const parts = terms
    .filter(({ values }) => typeof values[0] === "string" && values[0].length > 1)
    .filter(({ values }) => new Set(values).size > 1)
    .sort((a, b) => String(b.values[0]).length - String(a.values[0]).length);
  const pattern = new RegExp(parts.map(({ values }) => escaped(String(values[0]))).join("|"), "g");
  const inRow = (text: string, of: (term: Term) => string) =>
    parts.length === 0
      ? text
      : text.replaceAll(pattern, (found) => of(parts.find(({ values }) => values[0] === found)!));
  const [first] = texts;
  const explains = texts.every((text, i) => inRow(first!, ({ values }) => `${values[i]}`) === text);
  return explains ? inRow(first!, ({ expression }) => `\${${expression}}`) : undefined;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** What keys a value has, as one text; nothing where it has no parts. */
function keysOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return `${Array.isArray(value)} ${JSON.stringify(Object.keys(value))}`;
}

/** With the data sources that account and region are read from, where they are used. */
export function withData(sections: Sections): Sections {
  const text = JSON.stringify(sections);
  const used = Object.entries(AWS_SAYS)
    .filter(([, expression]) => text.includes(expression))
    .map(([what]) => [AWS_DATA[what as keyof Furnishing], { this: {} }]);
  if (used.length === 0) return sections;
  const data = { ...(sections["data"] as object | undefined), ...Object.fromEntries(used) };
  return Object.fromEntries(
    Object.entries({ ...sections, data }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
