import type { CtyType } from "../cty/type.ts";
import { type Attribute, type Block, type Nesting, nestedBlock } from "./schema.ts";

const typesOfBlocks = new WeakMap<Block, CtyType>();

/** The object type of what a block holds. */
export function typeOfBlock(block: Block): CtyType {
  const known = typesOfBlocks.get(block);
  if (known) return known;
  const fields: Record<string, CtyType> = {};
  for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
    fields[name] = typeOfAttribute(attribute);
  }
  for (const [name, nested] of Object.entries(block.block_types ?? {})) {
    fields[name] = nest(nested.nesting_mode, typeOfBlock(nested.block));
  }
  const type: CtyType = ["object", fields];
  typesOfBlocks.set(block, type);
  return type;
}

/** The type of an attribute's value. */
export function typeOfAttribute(attribute: Attribute): CtyType {
  if (attribute.type !== undefined) return attribute.type;
  const nested = attribute.nested_type;
  if (!nested) throw new Error("an attribute needs a type or a nested type");
  return nest(nested.nesting_mode, typeOfBlock(nestedBlock(attribute)));
}

function nest(mode: Nesting, element: CtyType): CtyType {
  return mode === "single" || mode === "group" ? element : [mode, element];
}
