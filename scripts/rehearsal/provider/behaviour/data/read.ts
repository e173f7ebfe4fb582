import { canonical } from "../../cty/equal.ts";
import { typeOfBlock } from "../../cty/type.ts";
import { type Fields, UNKNOWN, type Value } from "../../cty/value.ts";
import { fieldsOf } from "../../schema/fields.ts";
import type { Schema } from "../../schema/schema.ts";
import type { Store } from "../../store/store.ts";
import { settle } from "../apply/settle.ts";
import type { Connection } from "../connection.ts";
import { scopeOf } from "../scope.ts";
import { ANSWERS } from "./answers.ts";

/** Answers a data source: what the author asked with, and every computed value filled in. */
export function readDataSource(
  type: string,
  schema: Schema,
  connection: Connection,
  store: Store,
  config: Fields,
): Fields {
  const answer = ANSWERS[type]?.(config, connection) ?? {};
  const open: Record<string, Value> = {};
  for (const { name, attribute } of fieldsOf(schema.block)) {
    const value = config[name] ?? answer[name] ?? null;
    open[name] = value === null && attribute?.computed ? UNKNOWN : value;
  }
  const scope = scopeOf(connection, config);
  // The question alone decides, so that the same question has the same answer in every run.
  const seed = `${scope}/data.${type}/${canonical(config, typeOfBlock(schema.block))}`;
  const input = { type, block: schema.block, facts: {}, connection, store, scope, seed };
  return settle(input, open);
}
