import type { Fields } from "../cty/value.ts";
import { fieldsOf } from "../schema/fields.ts";
import type { ResourceType } from "../schema/library.ts";
import type { Store } from "../store/store.ts";
import type { Connection } from "./connection.ts";
import { scopeOf } from "./scope.ts";

/** What an import finds. `adopted` when only the id is known, so that null means "not known". */
export interface Imported {
  readonly state: Fields;
  readonly adopted: boolean;
}

/**
 * Finds something by its id: whole when this process has seen it, else as something that exists and
 * of which the next plan takes everything else from what the author wrote.
 */
export function importById(
  type: ResourceType,
  connection: Connection,
  store: Store,
  id: string,
): Imported {
  const found = store.find(scopeOf(connection, {}), type.name, id);
  if (found) return { state: found, adopted: false };
  const empty = Object.fromEntries(
    fieldsOf(type.schema.block).map(({ name, nested, attribute }) => [
      name,
      attribute || !nested || nested.mode === "single" || nested.mode === "group"
        ? null
        : nested.mode === "map"
          ? {}
          : [],
    ]),
  );
  const region =
    connection.cloud === "aws" && "region" in empty ? { region: connection.region } : {};
  return { state: { ...empty, ...region, id }, adopted: true };
}
