import type { CtyType } from "../cty/type.ts";
import { type Fields, isFields, isList, type Value } from "../cty/value.ts";
import type { PathStep } from "../protocol/messages.ts";
import { type Attribute, type Block, type Nesting, nestedBlock } from "./schema.ts";
import { typeOfAttribute, typeOfBlock } from "./type-of.ts";

/** One name that may stand in a block: an attribute, a nested attribute or a nested block. */
export interface Field {
  readonly name: string;
  readonly type: CtyType;
  /** Absent for a nested block. */
  readonly attribute?: Attribute;
  /** What repeats inside it; absent for a plain attribute. */
  readonly nested?: { readonly mode: Nesting; readonly block: Block };
}

const fieldsOfBlocks = new WeakMap<Block, readonly Field[]>();

/** All names of a block in the schema's order. */
export function fieldsOf(block: Block): readonly Field[] {
  let fields = fieldsOfBlocks.get(block);
  if (!fields) {
    fields = [...attributeFields(block), ...blockFields(block)];
    fieldsOfBlocks.set(block, fields);
  }
  return fields;
}

function attributeFields(block: Block): Field[] {
  return Object.entries(block.attributes ?? {}).map(([name, attribute]) => {
    const type = typeOfAttribute(attribute);
    if (!attribute.nested_type) return { name, type, attribute };
    const nested = { mode: attribute.nested_type.nesting_mode, block: nestedBlock(attribute) };
    return { name, type, attribute, nested };
  });
}

function blockFields(block: Block): Field[] {
  return Object.entries(block.block_types ?? {}).map(([name, { nesting_mode: mode, block }]) => {
    const element = typeOfBlock(block);
    const type: CtyType = mode === "single" || mode === "group" ? element : [mode, element];
    return { name, type, nested: { mode, block } };
  });
}

/** One element of a nested field. `step` leads to it; an element of a set has none. */
export interface Element {
  readonly step: PathStep | undefined;
  readonly value: Fields;
}

/** The elements of a nested field's value; none when it is null or unknown. */
export function elementsOf(value: Value | undefined, mode: Nesting): readonly Element[] {
  if (isList(value)) {
    return value.flatMap((item, at) =>
      isFields(item)
        ? [{ step: mode === "set" ? undefined : { element_key_int: at }, value: item }]
        : [],
    );
  }
  if (!isFields(value)) return [];
  if (mode !== "map") return [{ step: undefined, value }];
  return Object.entries(value).flatMap(([key, item]) =>
    isFields(item) ? [{ step: { element_key_string: key }, value: item }] : [],
  );
}

/** The same nested value with every known element converted. */
export function mapElements(
  value: Value,
  mode: Nesting,
  convert: (element: Fields, key: number | string) => Fields,
): Value {
  if (isList(value)) {
    return value.map((item, at) => (isFields(item) ? convert(item, at) : item));
  }
  if (!isFields(value)) return value;
  if (mode !== "map") return convert(value, "");
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, isFields(item) ? convert(item, key) : item]),
  );
}
