import { canonical } from "../../cty/equal.ts";
import { type Fields, UNKNOWN, type Value } from "../../cty/value.ts";
import { fieldsOf } from "../../schema/fields.ts";
import type { Schema } from "../../schema/schema.ts";
import { typeOfBlock } from "../../schema/type-of.ts";
import type { Clouds } from "../../store/store.ts";
import { settle } from "../apply/settle.ts";
import type { Connection } from "../connection.ts";
import { scopeOf } from "../scope.ts";
import { ANSWERS } from "./answers.ts";
import { listAll } from "./list.ts";
import { lookUp } from "./look-up.ts";

/** A type of data source, and who asks. */
export interface DataSource {
  readonly type: string;
  readonly schema: Schema;
  /** What such a thing has when it is made; nothing where none can be. */
  readonly made: Schema | undefined;
  /** Of which type it lists the things; nothing where it lists none that can be made. */
  readonly lists?: { readonly type: string; readonly made: Schema };
  readonly connection: Connection;
  readonly clouds: Clouds;
}

/**
 * Answers a data source: what the author asked with, and every computed value: computed, or of the thing
 * that stands, or of all of them, or else made up.
 *
 * @throws Refusal where nothing that stands matches
 */
export function readDataSource(source: DataSource, config: Fields): Fields {
  const { type, schema, connection, clouds } = source;
  const answer = ANSWERS[type]?.(config, connection) ?? found(source, config);
  const open: Record<string, Value> = {};
  for (const { name, attribute } of fieldsOf(schema.block)) {
    const value = config[name] ?? answer[name] ?? null;
    open[name] = value === null && attribute?.computed ? UNKNOWN : value;
  }
  const scope = scopeOf(connection, config);
  // The question alone decides, so that the same question has the same answer in every run.
  const seed = `${scope}/data.${type}/${canonical(config, typeOfBlock(schema.block))}`;
  const store = clouds.of(connection.stack);
  const input = { type, block: schema.block, facts: {}, connection, store, scope, seed };
  return settle(input, open);
}

/** What the thing that stands has, as far as both types have it alike. */
function found({ schema, made, lists, ...asked }: DataSource, config: Fields): Fields {
  if (lists) return listAll({ ...asked, ...lists, schema, config });
  const object = made && lookUp({ ...asked, made, config })?.object;
  if (!object) return {};
  const kinds = new Map(fieldsOf(made.block).map(({ name, type }) => [name, JSON.stringify(type)]));
  const alike = fieldsOf(schema.block).filter(
    ({ name, type }) => kinds.get(name) === JSON.stringify(type),
  );
  return Object.fromEntries(alike.map(({ name }) => [name, object[name] ?? null]));
}
