import type { Library } from "../../schema/library.ts";
import { listedType } from "./listed.ts";
import type { DataSource } from "./read.ts";

/** What can be made of what a data source is called after: one such thing, or those that it lists. */
export function madeBy(
  type: string,
  library: Library,
): Pick<DataSource, "type" | "made" | "lists"> {
  const made = library.resource(type)?.schema;
  if (made) return { type, made };
  const listed = listedType(type, (name) => library.has(name));
  const one = listed === undefined ? undefined : library.resource(listed);
  return { type, made, ...(one && { lists: { type: one.name, made: one.schema } }) };
}
