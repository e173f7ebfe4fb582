import type { CtyType } from "../../../cty/type.ts";
import {
  type Fields,
  isFields,
  isList,
  isUnknown,
  UNKNOWN,
  type Value,
} from "../../../cty/value.ts";
import { type Shape, TIMEOUTS } from "./shape.ts";

/**
 * Gives back what was lost on the way through texts: an empty text or list that the author wrote,
 * and what is not known yet. Sets stay as they are: their elements have no partners.
 */
export function withLost(type: CtyType, planned: Value, proposed: Value): Value {
  if (isUnknown(proposed)) return planned === null ? proposed : planned;
  if (proposed === null || isUnknown(planned)) return planned;
  if (type === "string") return planned === null && proposed === "" ? "" : planned;
  if (type[0] === "object" && isFields(proposed)) {
    const types = type[1] as Readonly<Record<string, CtyType>>;
    const held = isFields(planned) ? planned : {};
    return Object.fromEntries(
      Object.entries(types).map(([name, inner]) => [
        name,
        withLost(inner, held[name] ?? null, proposed[name] ?? null),
      ]),
    );
  }
  if (type[0] === "map") return withLostEntries(planned, proposed);
  return type[0] === "list" ? withLostElements(type[1] as CtyType, planned, proposed) : planned;
}

/** A map whose values the cloud may compute: what the author wrote is known. */
function withLostEntries(planned: Value, proposed: Value): Value {
  if (!isFields(planned) || !isFields(proposed)) return planned;
  return Object.fromEntries(
    Object.entries(planned).map(([key, value]) => {
      const written = proposed[key] ?? null;
      const isLost = written !== null && (isUnknown(value) || (value === null && written === ""));
      return [key, isLost && !isUnknown(written) ? written : value];
    }),
  );
}

function withLostElements(type: CtyType, planned: Value, proposed: Value): Value {
  if (!isList(proposed)) return planned;
  if (planned === null) return proposed.every(isUnknown) ? proposed : null;
  if (!isList(planned) || planned.length !== proposed.length) return planned;
  return planned.map((item, at) => withLost(type, item, proposed[at] ?? null));
}

/** A create: what is computed and has no value is known after it only. */
export function withUnknowns(shapes: readonly Shape[], planned: Fields): Fields {
  return Object.fromEntries(
    shapes.map(({ key, name, isBlock, computed, fields }): [string, Value] => {
      const value = planned[key] ?? null;
      if (!isBlock) return [key, computed && value === null ? UNKNOWN : value];
      if (!isList(value) || !fields || name === TIMEOUTS) return [key, value];
      return [key, value.map((item) => (isFields(item) ? withUnknowns(fields, item) : item))];
    }),
  );
}

/** Write-only values are planned nowhere. */
export function withoutWriteOnly(shapes: readonly Shape[], planned: Fields): Fields {
  if (!shapes.some(hasWriteOnly)) return planned;
  return Object.fromEntries(
    shapes.map((shape): [string, Value] => {
      const { key, writeOnly, fields } = shape;
      const value = planned[key] ?? null;
      if (writeOnly) return [key, null];
      if (!fields || !isList(value) || !hasWriteOnly(shape)) return [key, value];
      return [key, value.map((item) => (isFields(item) ? withoutWriteOnly(fields, item) : item))];
    }),
  );
}

function hasWriteOnly({ writeOnly, fields }: Shape): boolean {
  return writeOnly || fields?.some(hasWriteOnly) === true;
}
