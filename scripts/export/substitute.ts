import type { Sections } from "./frozen.ts";

/** A place in Terraform JSON, as a person would point at it: `aws_s3_bucket.this.bucket`. */
export type Place = string;

/** Two things that should be equal and are not. */
export interface Difference {
  readonly place: Place;
  readonly wanted: unknown;
  readonly got: unknown;
}

/** What expressions come to: `var.name` is `acme-prod`, `var.keep_days * 86400` is 604,800. */
export type Meanings = ReadonlyMap<string, unknown>;

/** Sections with what expressions come to put where they stand. */
export function substituted(sections: Sections, meanings: Meanings): Sections {
  return put(sections, meanings) as Sections;
}

function put(value: unknown, meanings: Meanings): unknown {
  if (Array.isArray(value)) return value.map((each) => put(each, meanings));
  if (typeof value === "object" && value !== null) {
    const kept = Object.entries(value)
      .map(([key, each]) => [key, put(each, meanings)] as const)
      .filter(([, each]) => each !== null && each !== undefined);
    return Object.fromEntries(kept);
  }
  return typeof value === "string" ? putInText(value, meanings) : value;
}

function putInText(text: string, meanings: Meanings): unknown {
  for (const [expression, value] of meanings) {
    if (text === `\${${expression}}`) return value;
  }
  let rest = text;
  for (const [expression, value] of meanings) {
    rest = rest.replaceAll(`\${${expression}}`, () => String(value));
  }
  // What is left stands in a greater expression, where a literal is written as in JSON.
  return rest.replaceAll(/\bvar\.\w+/g, (variable) =>
    meanings.has(variable) ? JSON.stringify(meanings.get(variable)) : variable,
  );
}

/** How a variable stands in an argument. */
export type Standing = "whole" | "in a text" | "in an expression";

/** Where a variable stands, and how. */
export function standings(
  sections: Sections,
  name: string,
): readonly { readonly place: Place; readonly standing: Standing }[] {
  const named = new RegExp(`\\bvar\\.${name}\\b`);
  return leaves(sections).flatMap(([place, text]): { place: Place; standing: Standing }[] => {
    if (typeof text !== "string" || !named.test(text)) return [];
    const filledIn = `\${var.${name}}`;
    if (text === filledIn) return [{ place, standing: "whole" }];
    const rest = text.replaceAll(filledIn, "");
    return [
      ...(rest === text ? [] : [{ place, standing: "in a text" as const }]),
      ...(named.test(rest) ? [{ place, standing: "in an expression" as const }] : []),
    ];
  });
}

/** Every place at which the second is not what the first is. */
export function differences(wanted: Sections, got: Sections): Difference[] {
  const [first, second] = [new Map(leaves(wanted)), new Map(leaves(got))];
  return [...new Set([...first.keys(), ...second.keys()])]
    .filter((place) => first.get(place) !== second.get(place))
    .map((place) => ({ place, wanted: first.get(place), got: second.get(place) }));
}

/** Every value that has no parts, with its place. */
function leaves(value: unknown, path: readonly string[] = []): [Place, unknown][] {
  if (typeof value !== "object" || value === null) return [[placeOf(path), value]];
  const entries = Object.entries(value);
  if (entries.length === 0) return [[placeOf(path), JSON.stringify(value)]];
  return entries.flatMap(([key, each]) => leaves(each, [...path, key]));
}

/** A path in Terraform JSON as a person would write it. */
export function placeOf(path: readonly string[]): Place {
  const [section, ...rest] = path;
  return (section === "resource" ? rest : path).join(".");
}
