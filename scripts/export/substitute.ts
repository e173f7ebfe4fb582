import type { Sections, Values } from "./frozen.ts";

/** A place in Terraform JSON, as a person would point at it: `aws_s3_bucket.this.bucket`. */
export type Place = string;

/** Two things that should be equal and are not. */
export interface Difference {
  readonly place: Place;
  readonly wanted: unknown;
  readonly got: unknown;
}

/** Sections with the values of variables put where the variables stand. */
export function substituted(sections: Sections, values: Values): Sections {
  return put(sections, values) as Sections;
}

function put(value: unknown, values: Values): unknown {
  if (Array.isArray(value)) return value.map((each) => put(each, values));
  if (typeof value === "object" && value !== null) {
    const kept = Object.entries(value)
      .map(([key, each]) => [key, put(each, values)] as const)
      .filter(([, each]) => each !== null && each !== undefined);
    return Object.fromEntries(kept);
  }
  if (typeof value !== "string") return value;
  const whole = /^\$\{var\.(\w+)\}$/.exec(value)?.[1];
  if (whole !== undefined && whole in values) return values[whole];
  return value.replaceAll(/\$\{var\.(\w+)\}/g, (text, name: string) =>
    name in values ? String(values[name]) : text,
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
    if (text === `\${var.${name}}`) return [{ place, standing: "whole" }];
    const rest = text.replaceAll(`\${var.${name}}`, "");
    return [{ place, standing: named.test(rest) ? "in an expression" : "in a text" }];
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

function placeOf(path: readonly string[]): Place {
  const [section, ...rest] = path;
  return (section === "resource" ? rest : path).join(".");
}
