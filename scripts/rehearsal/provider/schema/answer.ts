import type { CtyType } from "../cty/type.ts";
import type { Library } from "./library.ts";
import type { Attribute, Block, Nesting, Schema } from "./schema.ts";
import { typeOfAttribute } from "./type-of.ts";
import type { TypesInUse } from "./types-in-use.ts";

const NESTING: Readonly<Record<Nesting, number>> = { single: 1, list: 2, set: 3, map: 4, group: 5 };

/** Name of the argument that only the rehearsal's provider blocks know. */
export const MARKER = "rehearsal";

/**
 * The provider block's schema with the marker. An argument of our own, and not one that the real
 * provider has: so the real one refuses a rehearsal's copy, as ours refuses everything else.
 */
export function providerSchema(library: Library): Schema {
  const { version, block } = library.provider;
  const marker: Attribute = { type: "string", optional: true };
  return { version, block: { ...block, attributes: { ...block.attributes, [MARKER]: marker } } };
}

/** What GetProviderSchema answers. */
interface SchemaAnswer {
  readonly provider?: object;
  readonly resource_schemas?: Readonly<Record<string, object>>;
  readonly data_source_schemas?: Readonly<Record<string, object>>;
  readonly server_capabilities?: object;
}

/**
 * What GetProviderSchema answers, the types named or all, one type at a time: all of them at once
 * are hundreds of megabytes.
 */
export function* schemaParts(library: Library, types: TypesInUse | "all"): Iterable<SchemaAnswer> {
  const { resources, data } = library.index;
  const wanted = (known: object, named: readonly string[]) =>
    types === "all" ? Object.keys(known) : named.filter((name) => name in known);
  const inUse = types === "all" ? { resources: [], data: [] } : types;
  yield {
    provider: schemaMessage(providerSchema(library)),
    server_capabilities: {
      plan_destroy: false,
      get_provider_schema_optional: true,
      move_resource_state: true,
    },
  };
  for (const name of wanted(resources, inUse.resources)) {
    yield { resource_schemas: { [name]: schemaMessage(library.schemaOf(name)) } };
  }
  for (const name of wanted(data, inUse.data)) {
    yield { data_source_schemas: { [name]: schemaMessage(library.schemaOf(name, "data")) } };
  }
}

/** The same in one object. */
export function schemaAnswer(library: Library, types: TypesInUse | "all"): SchemaAnswer {
  const parts = [...schemaParts(library, types)];
  return {
    ...parts[0],
    resource_schemas: Object.assign({}, ...parts.map((part) => part.resource_schemas)),
    data_source_schemas: Object.assign({}, ...parts.map((part) => part.data_source_schemas)),
  };
}

function schemaMessage({ version, block }: Schema): object {
  return { version, block: blockMessage(block) };
}

function blockMessage(block: Block): object {
  return {
    attributes: attributeMessages(block.attributes ?? {}),
    block_types: Object.entries(block.block_types ?? {}).map(([name, nested]) => ({
      type_name: name,
      nesting: NESTING[nested.nesting_mode],
      min_items: nested.min_items ?? 0,
      max_items: nested.max_items ?? 0,
      block: blockMessage(nested.block),
    })),
  };
}

function attributeMessages(attributes: Readonly<Record<string, Attribute>>): object[] {
  return Object.entries(attributes).map(([name, attribute]) => {
    const { nested_type: nested, type: _type, ...flags } = attribute;
    if (!nested) return { name, ...flags, type: typeJson(typeOfAttribute(attribute)) };
    const object = {
      attributes: attributeMessages(nested.attributes),
      nesting: NESTING[nested.nesting_mode],
    };
    return { name, ...flags, nested_type: object };
  });
}

function typeJson(type: CtyType): Buffer {
  return Buffer.from(JSON.stringify(type));
}
