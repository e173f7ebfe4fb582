import type { CtyType } from "./type.ts";
import { Dynamic, isFields, isList, type Value } from "./value.ts";

/**
 * Reads a value from a state file's JSON. What the type has and the JSON lacks is null, what only
 * the JSON has is dropped: so a state of an older schema is brought to the present one.
 */
export function fromJson(json: unknown, type: CtyType, at = "state"): Value {
  if (json === null || json === undefined) return null;
  if (type === "dynamic") return dynamicFromJson(json, at);
  if (typeof type === "string") return primitive(json, type, at);
  const [kind, inner] = type;
  if (kind === "object") {
    const fields = record(json, at);
    return Object.fromEntries(
      Object.entries(inner as Readonly<Record<string, CtyType>>).map(([name, field]) => [
        name,
        fromJson(fields[name], field, `${at}.${name}`),
      ]),
    );
  }
  if (kind === "map") {
    return Object.fromEntries(
      Object.entries(record(json, at)).map(([name, item]) => [
        name,
        fromJson(item, inner as CtyType, `${at}[${JSON.stringify(name)}]`),
      ]),
    );
  }
  if (!Array.isArray(json)) throw new Error(`${at} must be a ${kind}, got ${typeof json}`);
  return json.map((item, index) =>
    fromJson(item, kind === "tuple" ? inner[index]! : (inner as CtyType), `${at}[${index}]`),
  );
}

function dynamicFromJson(json: unknown, at: string): Dynamic {
  const { type, value } = record(json, at) as { type: CtyType; value: unknown };
  return new Dynamic(JSON.stringify(type), fromJson(value, type, at));
}

function primitive(json: unknown, type: "string" | "number" | "bool", at: string): Value {
  if (typeof json === (type === "bool" ? "boolean" : type)) return json as Value;
  // Terraform converts between the primitive types wherever a text can be read as the other.
  if (type === "string" && typeof json !== "object") return String(json);
  if (type === "number" && typeof json === "string" && json.trim() !== "" && !Number.isNaN(+json)) {
    return isExact(json) ? Number(json) : json;
  }
  if (type === "bool" && (json === "true" || json === "false")) return json === "true";
  throw new Error(`${at} must be a ${type}, got ${typeof json}`);
}

/** False for a whole number that a double does not hold, or shows with other digits: it stays a text. */
function isExact(digits: string): boolean {
  if (!/^-?\d+$/.test(digits)) return true;
  return `${Number(digits)}` === digits.replace(/^(-?)0+(?=\d)/, "$1");
}

function record(json: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof json === "object" && json !== null && !Array.isArray(json)) {
    return json as Record<string, unknown>;
  }
  throw new Error(`${at} must be an object, got ${typeof json}`);
}

/** A known value as a state file has it: what `fromJson` reads. */
export function toJson(value: Value): unknown {
  if (typeof value === "bigint") return `${value}`;
  if (value instanceof Dynamic) return { value: toJson(value.value), type: JSON.parse(value.type) };
  if (isList(value)) return value.map(toJson);
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toJson(each)]));
}
