import type { Field } from "../provider/schema/fields.ts";
import type { Facts } from "../provider/schema/schema.ts";

/** What facts of a kind may not be said of, by what the schema says of it. */
const IMPOSSIBLE: Readonly<Partial<Record<keyof Facts, (field: Field) => boolean>>> = {
  defaults: ({ attribute }) => attribute?.required === true,
  forceNewIfSet: ({ attribute }) => attribute?.computed === true && !attribute.optional,
  kept: ({ attribute }) => attribute?.computed !== true,
  nullAtCreate: ({ attribute }) => attribute?.computed !== true,
  oneOf: ({ type }) => type === "bool",
  pattern: ({ type }) => type === "bool" || type === "number",
};

/** Can a fact of this kind be said of an argument? */
export function isPossible(kind: keyof Facts, field: Field): boolean {
  return IMPOSSIBLE[kind]?.(field) !== true;
}
