import type { CtyType } from "../../provider/cty/type.ts";
import { fieldsOf } from "../../provider/schema/fields.ts";
import type { Attribute, Block, Nesting } from "../../provider/schema/schema.ts";

/** One step on the way to a leaf: a nested block or nested attribute. */
export interface Container {
  readonly name: string;
  readonly mode: Nesting;
  readonly block: Block;
  /** Is it a block, which has no attribute of its own? */
  readonly isBlock: boolean;
  /** Must it be there where its surroundings are? */
  readonly required: boolean;
  /** How often it may stand there at most, where that is limited. */
  readonly mostItems?: number;
}

/** An attribute that an author may write, at any depth. */
export interface Leaf {
  /** Names joined by dots, as facts name places: `load_balancer.container_port`. */
  readonly path: string;
  readonly name: string;
  readonly attribute: Attribute;
  readonly type: CtyType;
  readonly containers: readonly Container[];
}

/** A nested block or nested attribute, at any depth. */
export interface Nest extends Container {
  readonly path: string;
  /** Those around it, without itself. */
  readonly containers: readonly Container[];
}

/** Types with thousands of nested attributes are not asked below these. */
const DEPTH = 6;
const LEAVES = 400;

/** Set by nobody who is asked for a plan: timeouts change no plan. */
const LEFT_OUT = ["timeouts"];

/** Everything that an author may write in a block, the outermost first. */
export function leavesOf(block: Block): { readonly leaves: Leaf[]; readonly nests: Nest[] } {
  const leaves: Leaf[] = [];
  const nests: Nest[] = [];
  let level: { block: Block; containers: readonly Container[] }[] = [{ block, containers: [] }];
  for (let depth = 0; depth < DEPTH && level.length > 0; depth++) {
    const next: typeof level = [];
    for (const { block: within, containers } of level) {
      for (const found of childrenOf(within, containers)) {
        if ("mode" in found) {
          nests.push(found);
          next.push({ block: found.block, containers: [...containers, found] });
        } else if (leaves.length < LEAVES) leaves.push(found);
      }
    }
    level = leaves.length < LEAVES ? next : [];
  }
  return { leaves, nests };
}

function childrenOf(block: Block, containers: readonly Container[]): (Leaf | Nest)[] {
  const prefix = containers.map(({ name }) => `${name}.`).join("");
  return fieldsOf(block).flatMap(({ name, type, attribute, nested }): (Leaf | Nest)[] => {
    const path = prefix + name;
    if (LEFT_OUT.includes(path)) return [];
    if (attribute && !attribute.required && !attribute.optional) return [];
    if (!nested) return attribute ? [{ path, name, attribute, type, containers }] : [];
    const least = block.block_types?.[name]?.min_items ?? 0;
    const required = attribute ? attribute.required === true : least > 0;
    const mostItems = block.block_types?.[name]?.max_items;
    const inner = { name, ...nested, isBlock: !attribute, required };
    return [{ path, ...inner, ...(mostItems && { mostItems }), containers }];
  });
}
