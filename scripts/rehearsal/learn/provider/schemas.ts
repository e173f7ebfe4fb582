import type { Attribute, Block, Nesting, Schema } from "../../provider/schema/schema.ts";

/** Everything that a provider accepts. */
export interface ProviderSchemas {
  readonly provider: Schema;
  readonly resources: Readonly<Record<string, Schema>>;
  readonly data: Readonly<Record<string, Schema>>;
}

const NESTING: readonly (Nesting | undefined)[] = [
  undefined,
  "single",
  "list",
  "set",
  "map",
  "group",
];

/** The flags of an attribute that the data keeps, and only where they are true. */
const FLAGS = [
  "required",
  "optional",
  "computed",
  "sensitive",
  "write_only",
  "deprecated",
] as const;

interface AttributeMessage extends Readonly<Record<(typeof FLAGS)[number], boolean>> {
  readonly name: string;
  readonly type: Uint8Array;
  /** Protocol 5 has none. */
  readonly nested_type?: {
    readonly nesting: number;
    readonly attributes: readonly AttributeMessage[];
  } | null;
}

interface BlockMessage {
  readonly attributes: readonly AttributeMessage[];
  readonly block_types: readonly {
    readonly type_name: string;
    readonly nesting: number;
    readonly min_items: number;
    readonly max_items: number;
    readonly block: BlockMessage;
  }[];
}

interface SchemaMessage {
  readonly version: number;
  readonly block: BlockMessage;
}

/** What GetProviderSchema answers. */
export interface SchemasMessage {
  readonly provider: SchemaMessage;
  readonly resource_schemas: Readonly<Record<string, SchemaMessage>>;
  readonly data_source_schemas: Readonly<Record<string, SchemaMessage>>;
}

/** The answer in the notation of `terraform providers schema -json`, without descriptions. */
export function readSchemas(message: SchemasMessage): ProviderSchemas {
  return {
    provider: readSchema(message.provider),
    resources: mapValues(message.resource_schemas, readSchema),
    data: mapValues(message.data_source_schemas, readSchema),
  };
}

function readSchema({ version, block }: SchemaMessage): Schema {
  return { version, block: readBlock(block) };
}

function readBlock({ attributes, block_types }: BlockMessage): Block {
  const blocks = block_types.map(({ type_name, nesting, min_items, max_items, block }) => [
    type_name,
    {
      nesting_mode: NESTING[nesting]!,
      ...(min_items > 0 && { min_items }),
      ...(max_items > 0 && { max_items }),
      block: readBlock(block),
    },
  ]);
  return {
    ...(attributes.length > 0 && { attributes: readAttributes(attributes) }),
    ...(blocks.length > 0 && { block_types: Object.fromEntries(blocks) }),
  };
}

function readAttributes(messages: readonly AttributeMessage[]): Record<string, Attribute> {
  return Object.fromEntries(messages.map((message) => [message.name, readAttribute(message)]));
}

function readAttribute(message: AttributeMessage): Attribute {
  const flags = Object.fromEntries(
    FLAGS.filter((flag) => message[flag]).map((flag) => [flag, true]),
  );
  const { nested_type: nested } = message;
  if (!nested) return { type: JSON.parse(Buffer.from(message.type).toString()), ...flags };
  const attributes = readAttributes(nested.attributes);
  return { nested_type: { attributes, nesting_mode: NESTING[nested.nesting]! }, ...flags };
}

function mapValues<In, Out>(
  record: Readonly<Record<string, In>>,
  convert: (value: In) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value)]));
}
