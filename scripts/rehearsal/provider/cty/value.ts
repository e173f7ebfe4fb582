/**
 * A value that Terraform hands over or wants back. Lists, sets and tuples are arrays; maps and
 * objects are records; a number that a double cannot hold is a bigint or its decimal digits.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Unknown
  | Dynamic
  | readonly Value[]
  | Fields;

/** The fields of an object, or the elements of a map. */
export interface Fields {
  readonly [name: string]: Value;
}

/** A value that is known after apply only. */
export class Unknown {
  /** What Terraform knows of it anyway (its own encoding), handed back as it came. */
  readonly refinement: Uint8Array | undefined;

  constructor(refinement?: Uint8Array) {
    this.refinement = refinement;
  }
}

/** A value of a type that the schema leaves open; it carries the type with it. */
export class Dynamic {
  /** The type in cty's JSON notation, as text. */
  readonly type: string;
  readonly value: Value;

  constructor(type: string, value: Value) {
    this.type = type;
    this.value = value;
  }
}

/** The unknown of which nothing else is known. */
export const UNKNOWN: Unknown = new Unknown();

/** Is it known after apply only? */
export function isUnknown(value: Value | undefined): value is Unknown {
  return value instanceof Unknown;
}

/** Is it an object or a map (and not a list, unknown or null)? */
export function isFields(value: Value | undefined): value is Fields {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown) &&
    !(value instanceof Dynamic)
  );
}

/** Is it a list, a set or a tuple? */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** A text; "" where there is none, or where it is not known yet. */
export function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

/** Is nothing unknown in it, at any depth? */
export function isWhollyKnown(value: Value): boolean {
  if (isUnknown(value)) return false;
  if (value instanceof Dynamic) return isWhollyKnown(value.value);
  if (isList(value)) return value.every(isWhollyKnown);
  return !isFields(value) || Object.values(value).every(isWhollyKnown);
}
