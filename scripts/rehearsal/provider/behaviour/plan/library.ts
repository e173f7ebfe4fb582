import type { ResourceType } from "../../schema/library.ts";

/**
 * Is a type built on HashiCorp's older provider library? Its provider says so with each plan. Where
 * nobody asked: the library gives every type an `id` that an author may write, unless the type has
 * one of its own.
 */
export function isSdkType({ schema, facts }: ResourceType): boolean {
  if (facts.legacy !== undefined) return facts.legacy;
  const id = schema.block.attributes?.["id"];
  return id?.optional === true && id.computed === true;
}
