import type { Facts } from "./schema.ts";

/** What is known better than the learned facts, and from where. */
export interface Correction {
  readonly source: string;
  /** Replaces the learned facts of the same kind and path; undefined takes one away. */
  readonly facts: Partial<Facts>;
}

/** Where the sources of the AWS provider's types are. */
export const AWS: string =
  "https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service";

/** Takes back what was learned of computed values: the type's own code decides on them. */
export function without(...names: readonly string[]): Facts["recomputed"] {
  return Object.fromEntries(names.map((name) => [name, [] as readonly string[]]));
}
