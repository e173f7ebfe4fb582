import type { Fields } from "../../../cty/value.ts";
import type { Thing } from "../../../store/store.ts";
import { text } from "../case.ts";

/** What keeps a thing from being deleted while it stands. */
export interface Use {
  /** Types and the attributes in which they name it. */
  readonly users: Readonly<Record<string, readonly string[]>>;
  /** Attributes of the thing that are named. */
  readonly by: readonly string[];
  /** Texts of others in which the thing is a word, and that word. */
  readonly mentioned?: {
    readonly type: string;
    readonly path: string;
    readonly as: (object: Fields) => string;
  };
  readonly code: string;
  /** What the cloud says of the thing, and of the one that uses it. */
  readonly message: (object: Fields, user: Thing) => string;
  /** Attribute that lets it go all the same. */
  readonly unless?: string;
}

/** Uses by the type of what is used. */
export type Uses = Readonly<Record<string, readonly Use[]>>;

/** The id of a thing; "" where it has none. */
export function id(object: Fields): string {
  return text(object, "id");
}
