import type { CtyType } from "../../../cty/type.ts";
import type { Value } from "../../../cty/value.ts";
import { type Field, fieldsOf } from "../../../schema/fields.ts";
import type { ResourceType } from "../../../schema/library.ts";
import type { Connection } from "../../connection.ts";
import { defaultOf } from "../defaults.ts";
import { NORMALIZERS } from "./normal.ts";

/** What a type is to the older library: one thing, or something that holds others. */
export type Kind = "primitive" | "list" | "set" | "map";

/** One place of a resource type as the older library's own schema has it. */
export interface Shape {
  /** Last part of its name. */
  readonly key: string;
  /** Names joined by dots, as facts name places. */
  readonly name: string;
  readonly kind: Kind;
  readonly type: CtyType;
  /** Is it written as a block, or as an attribute? */
  readonly isBlock: boolean;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  /** Does it tell elements of the set around it apart? */
  readonly hashed: boolean;
  readonly writeOnly: boolean;
  /** What each element of a list or set holds; undefined where elements are primitive. */
  readonly fields: readonly Shape[] | undefined;
  /** What the provider takes where the author wrote nothing. */
  readonly fallback: Value | undefined;
  /** Rewrites a text before it is planned. */
  readonly normalize: ((text: string) => string) | undefined;
}

/** The name under which every type may have time limits, which change no plan. */
export const TIMEOUTS = "timeouts";

const shapesOfTypes = new WeakMap<ResourceType, WeakMap<Connection, readonly Shape[]>>();

/** The places of a resource type, for one connection: some defaults come from it. */
export function shapesOf(type: ResourceType, connection: Connection): readonly Shape[] {
  const known = shapesOfTypes.get(type) ?? new WeakMap<Connection, readonly Shape[]>();
  shapesOfTypes.set(type, known);
  let shapes = known.get(connection);
  if (!shapes) {
    shapes = shaped(fieldsOf(type.schema.block), "", type, connection);
    known.set(connection, shapes);
  }
  return shapes;
}

function shaped(
  fields: readonly Field[],
  prefix: string,
  type: ResourceType,
  connection: Connection,
): readonly Shape[] {
  const { facts } = type;
  const filled = new Set(facts.computedBlocks);
  // Where nothing tells elements apart, it was not the set that kept a change from being seen.
  const isHashed = (name: string) => facts.unhashed?.includes(name) !== true;
  const isAnyHashed = fields.some(({ name }) => isHashed(prefix + name));
  return fields.map((field): Shape => {
    const { name: key, attribute } = field;
    const name = prefix + key;
    const inner = innerFields(field);
    const way = facts.normal?.[name];
    // What another value decides on is not lost on its own account.
    const normalize = way === "none" && facts.leftOutWith?.[name] ? undefined : way;
    return {
      key,
      name,
      kind: kindOf(field.type),
      type: field.type,
      isBlock: attribute === undefined,
      required: attribute?.required === true,
      optional: attribute ? attribute.optional === true : true,
      // A schema does not tell of blocks that the cloud fills them.
      computed: attribute ? attribute.computed === true : filled.has(name),
      hashed: isHashed(name) || !isAnyHashed,
      writeOnly: attribute?.write_only === true,
      fields: inner && shaped(inner, `${name}.`, type, connection),
      fallback: attribute && defaultOf(field, name, facts, connection),
      normalize: normalize === undefined ? undefined : NORMALIZERS[normalize],
    };
  });
}

function kindOf(type: CtyType): Kind {
  if (typeof type === "string") return "primitive";
  return type[0] === "list" || type[0] === "set" || type[0] === "map" ? type[0] : "list";
}

const fieldsOfElements = new WeakMap<object, readonly Field[]>();

/** The fields of each element: of a nested block, or of an attribute that holds objects. */
function innerFields({ nested, type }: Field): readonly Field[] | undefined {
  if (nested) return fieldsOf(nested.block);
  const element: CtyType | undefined =
    typeof type !== "string" && (type[0] === "list" || type[0] === "set")
      ? (type[1] as CtyType)
      : undefined;
  if (!element || typeof element === "string" || element[0] !== "object") return undefined;
  let fields = fieldsOfElements.get(element);
  if (!fields) {
    fields = Object.entries(element[1] as Readonly<Record<string, CtyType>>).map(
      ([name, inner]): Field => ({ name, type: inner, attribute: { type: inner, optional: true } }),
    );
    fieldsOfElements.set(element, fields);
  }
  return fields;
}

/** The type of a list's, set's or map's elements. */
export function elementType({ type }: Shape): CtyType {
  return type[1] as CtyType;
}
