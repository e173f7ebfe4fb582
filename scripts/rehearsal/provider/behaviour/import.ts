import type { Fields, Value } from "../cty/value.ts";
import { type Field, fieldsOf } from "../schema/fields.ts";
import type { ResourceType } from "../schema/library.ts";
import type { Store } from "../store/store.ts";
import type { Connection } from "./connection.ts";
import { scopeOf } from "./scope.ts";
import { ruleFor } from "./values/rules.ts";

/** What an import finds. `adopted` when only the id is known, so that null means "not known". */
export interface Imported {
  readonly state: Fields;
  /** The thing, when it stands in the rehearsal's cloud. */
  readonly thing?: string;
  readonly adopted: boolean;
}

/**
 * Finds something by its id: whole when it stands in the rehearsal's cloud, else as something that exists and
 * of which the next plan takes everything else from what the author wrote.
 */
export function importById(
  type: ResourceType,
  connection: Connection,
  store: Store,
  wanted: string,
): Imported {
  const fields = fieldsOf(type.schema.block);
  const told = toldBy(type, connection, wanted);
  const id = String(told["id"] ?? wanted);
  const found = store.find(scopeOf(connection, told), type.name, id);
  if (found) return { state: found.object, thing: found.handle, adopted: false };
  const state: Record<string, Value> = {};
  for (const field of fields) state[field.name] = told[field.name] ?? nothing(field);
  if (connection.cloud === "aws" && "region" in state) state["region"] = connection.region;
  return { state, adopted: true };
}

function nothing({ attribute, nested }: Field): Value {
  if (attribute || !nested || nested.mode === "single" || nested.mode === "group") return null;
  return nested.mode === "map" ? {} : [];
}

/** The attributes that an import id tells: itself, and those that it is made from. */
function toldBy(type: ResourceType, connection: Connection, id: string): Fields {
  if (connection.cloud === "cloudflare") return toldByCloudflare(type, connection, id);
  return { ...partsOf(type, connection, id), id };
}

/** Cloudflare's import ids name the zone or the account first: `<zone id>/<record id>`. */
function toldByCloudflare(type: ResourceType, connection: Connection, wanted: string): Fields {
  const parts = wanted.split("/");
  const id = parts.pop() ?? "";
  const kind = parts[0] === "zones" || parts[0] === "accounts" ? parts.shift() : undefined;
  const { attributes = {} } = type.schema.block;
  const owner = kind === "accounts" || !("zone_id" in attributes) ? "account_id" : "zone_id";
  const owned = parts[0] && owner in attributes ? { [owner]: parts[0] } : {};
  return { ...partsOf(type, connection, id), ...owned, id };
}

/** Reads the attributes back that the type's ids are made from. */
function partsOf(type: ResourceType, connection: Connection, id: string): Fields {
  const rule = ruleFor(type.name, "id", connection);
  if (typeof rule !== "string") return {};
  const names: string[] = [];
  const pattern = rule
    .replace(/[.*+?^$()[\]\\]/g, "\\$&")
    .replace(/\{([^{}]+)\}/g, (_all, name) => {
      names.push(name);
      return "(.+)";
    });
  const match = new RegExp(`^${pattern}$`).exec(id);
  const { attributes = {} } = type.schema.block;
  const told = names.flatMap((name, at): [string, Value][] => {
    const isSettable = attributes[name]?.type === "string" && match;
    return isSettable ? [[name, match[at + 1]!]] : [];
  });
  return Object.fromEntries(told);
}
