import type { ResourceType } from "../../schema/library.ts";

/**
 * Is a type built on HashiCorp's older provider library? It gives every type an `id` that an author
 * may write, which nobody does who can help it.
 */
export function isSdkType({ schema }: ResourceType): boolean {
  const id = schema.block.attributes?.["id"];
  return id?.optional === true && id.computed === true;
}
