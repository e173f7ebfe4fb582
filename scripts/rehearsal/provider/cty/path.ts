import type { PathStep } from "../protocol/messages.ts";

/** Where in a value something stands. Sets have no steps: a path ends at the set. */
export type Path = readonly PathStep[];

/** The names of a path joined by dots, without indexes and keys: how facts name places. */
export function dotted(path: Path): string {
  return path.flatMap((step) => ("attribute_name" in step ? [step.attribute_name] : [])).join(".");
}

/** A path as an author writes it: `ingress[0].tags["Name"]`. */
export function written(path: Path): string {
  return path
    .map((step, at) => {
      if ("element_key_int" in step) return `[${step.element_key_int}]`;
      if ("element_key_string" in step) return `[${JSON.stringify(step.element_key_string)}]`;
      return at === 0 ? step.attribute_name : `.${step.attribute_name}`;
    })
    .join("");
}
