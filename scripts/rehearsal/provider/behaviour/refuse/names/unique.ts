import type { Fields } from "../../../cty/value.ts";
import { type Case, text } from "../case.ts";

/** Where a name is the only one of its kind. `place` is account and region, or project. */
export type Within = "world" | "account" | "place";

/** What must be the only one of its name. */
export interface Unique {
  /** Attributes that make the name together; of a place that nobody wrote, that of the provider block. */
  readonly by: readonly string[];
  readonly within: Within;
  readonly code: string;
  readonly message: (object: Fields, subject: Case) => string;
  /** Attribute that takes what is there for what is to be made. */
  readonly unless?: string;
}

/** Names by type. */
export type Uniques = Readonly<Record<string, Unique>>;

/** Something that one attribute names. */
export function named(
  attribute: string,
  within: Within,
  code: string,
  message: (name: string) => string,
): Unique {
  return { by: [attribute], within, code, message: (object) => message(text(object, attribute)) };
}
