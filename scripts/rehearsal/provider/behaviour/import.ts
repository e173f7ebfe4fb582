import type { Fields, Value } from "../cty/value.ts";
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
  const state: Record<string, Value> = {};
  for (const { name, nested, attribute } of fieldsOf(type.schema.block)) {
    const repeats = !attribute && nested && nested.mode !== "single" && nested.mode !== "group";
    state[name] = repeats ? (nested.mode === "map" ? {} : []) : null;
  }
  if (connection.cloud === "aws" && "region" in state) state["region"] = connection.region;
  return { state: { ...state, id }, adopted: true };
}
