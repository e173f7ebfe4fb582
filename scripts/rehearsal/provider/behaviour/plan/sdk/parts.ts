import type { CtyType } from "../../../cty/type.ts";
import { type Field, fieldsOf } from "../../../schema/fields.ts";

/** What a value is to the SDK: one thing, or something that holds others. */
export type Kind = "primitive" | "list" | "set" | "map";

/** What a type is to the SDK. */
export function kindOf(type: CtyType): Kind {
  if (typeof type === "string") return "primitive";
  return type[0] === "list" || type[0] === "set" || type[0] === "map" ? type[0] : "list";
}

const innerOfTypes = new WeakMap<object, readonly Field[]>();

/**
 * The fields of each element of a list or set: of a nested block, or of an attribute that holds
 * objects. Undefined where the elements are primitive.
 */
export function innerFields({ nested, type }: Field): readonly Field[] | undefined {
  if (nested) return fieldsOf(nested.block);
  const element: CtyType | undefined =
    typeof type !== "string" && (type[0] === "list" || type[0] === "set")
      ? (type[1] as CtyType)
      : undefined;
  if (!element || typeof element === "string" || element[0] !== "object") return undefined;
  let fields = innerOfTypes.get(element);
  if (!fields) {
    fields = Object.entries(element[1] as Readonly<Record<string, CtyType>>).map(
      ([name, inner]): Field => ({ name, type: inner, attribute: { type: inner, optional: true } }),
    );
    innerOfTypes.set(element, fields);
  }
  return fields;
}

/** The type of a list's, set's or map's elements. */
export function elementType(type: CtyType): CtyType {
  return type[1] as CtyType;
}
