import { decode, ExtData, encode } from "@msgpack/msgpack";
import type { CtyType } from "./type.ts";
import {
  Dynamic,
  type Fields,
  isFields,
  isList,
  isUnknown,
  UNKNOWN,
  Unknown,
  type Value,
} from "./value.ts";

/** Extension number of an unknown of which something is known; 0 is the plain one. */
const REFINED_UNKNOWN = 12;

/** Reads a value that Terraform sent. */
export function decodeValue(bytes: Uint8Array, type: CtyType): Value {
  return fromWire(decode(bytes, { useBigInt64: true }), type);
}

/** Writes a value as Terraform reads it. Fields that the type has and the value lacks are null. */
export function encodeValue(value: Value, type: CtyType): Uint8Array {
  return encode(toWire(value, type), { useBigInt64: true });
}

function fromWire(raw: unknown, type: CtyType): Value {
  if (raw === null || raw === undefined) return null;
  if (raw instanceof ExtData) return fromExtension(raw);
  if (typeof type === "string") return fromPrimitive(raw, type);
  const [kind, inner] = type;
  if (kind === "map") return mapFields(raw as object, () => inner as CtyType, fromWire);
  if (kind === "object") {
    const types = inner as Readonly<Record<string, CtyType>>;
    return mapFields(raw as object, (name) => types[name] ?? "dynamic", fromWire);
  }
  const items = raw as readonly unknown[];
  if (kind === "tuple") return items.map((item, at) => fromWire(item, (inner as CtyType[])[at]!));
  return items.map((item) => fromWire(item, inner as CtyType));
}

function fromExtension(raw: ExtData): Unknown {
  if (raw.type !== REFINED_UNKNOWN) return UNKNOWN;
  return new Unknown(typeof raw.data === "function" ? raw.data(0) : raw.data);
}

function fromPrimitive(raw: unknown, type: string): Value {
  if (type === "dynamic") {
    const [typeJson, inner] = raw as [Uint8Array, unknown];
    const text = typeof typeJson === "string" ? typeJson : Buffer.from(typeJson).toString();
    return new Dynamic(text, fromWire(inner, JSON.parse(text) as CtyType));
  }
  if (typeof raw === "bigint" && Number.isSafeInteger(Number(raw))) return Number(raw);
  // Terraform counts in decimals of 512 bits: 0.7 comes as its digits, because no double is 0.7.
  if (type === "number" && typeof raw === "string" && `${Number(raw)}` === raw) return Number(raw);
  return raw as Value;
}

function toWire(value: Value | undefined, type: CtyType): unknown {
  if (value === null || value === undefined) return null;
  if (isUnknown(value)) {
    return value.refinement
      ? new ExtData(REFINED_UNKNOWN, value.refinement)
      : new ExtData(0, new Uint8Array(1));
  }
  if (value instanceof Dynamic) {
    return [Buffer.from(value.type), toWire(value.value, JSON.parse(value.type) as CtyType)];
  }
  if (typeof type === "string") return type === "number" ? numberToWire(value) : value;
  const [kind, inner] = type;
  if (kind === "map" && isFields(value)) return mapFields(value, () => inner as CtyType, toWire);
  if (kind === "object" && isFields(value)) return objectToWire(value, inner as never);
  if (!isList(value)) throw new Error(`a ${kind} cannot be written from ${typeof value}`);
  if (kind === "tuple") return value.map((item, at) => toWire(item, (inner as CtyType[])[at]!));
  return value.map((item) => toWire(item, inner as CtyType));
}

function objectToWire(value: Fields, types: Readonly<Record<string, CtyType>>): object {
  const wire: Record<string, unknown> = {};
  for (const name of Object.keys(types)) wire[name] = toWire(value[name], types[name]!);
  return wire;
}

/** What neither a safe integer nor 64 bits hold travels as its digits. */
function numberToWire(value: Value): unknown {
  if (typeof value === "bigint") return BigInt.asIntN(64, value) === value ? value : `${value}`;
  return typeof value === "number" && !Number.isSafeInteger(value) ? `${value}` : value;
}

function mapFields<In, Out>(
  fields: object,
  typeOf: (name: string) => CtyType,
  convert: (value: In, type: CtyType) => Out,
): Record<string, Out> {
  const result: Record<string, Out> = {};
  for (const [name, value] of Object.entries(fields)) result[name] = convert(value, typeOf(name));
  return result;
}
