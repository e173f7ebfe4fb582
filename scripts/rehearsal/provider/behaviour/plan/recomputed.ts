import { type Fields, UNKNOWN, type Value } from "../../cty/value.ts";
import { elementsOf, type Field, fieldsOf, mapElements } from "../../schema/fields.ts";
import type { ResourceType } from "../../schema/library.ts";
import type { Block } from "../../schema/schema.ts";
import type { Connection } from "../connection.ts";
import type { Change } from "./changes.ts";

/** The planned state with the computed values unknown that an in-place update makes so again. */
export function recomputed(
  { schema, facts }: ResourceType,
  { cloud }: Connection,
  planned: Fields,
  config: Fields,
  changes: readonly Change[],
): Fields {
  const result: Record<string, Value> = { ...planned };
  for (const [name, when] of Object.entries(facts.recomputed ?? {})) {
    const applies = when === "always" || changes.some((change) => when.includes(change.name));
    if (applies && name in planned && (config[name] ?? null) === null) result[name] = UNKNOWN;
  }
  if (cloud !== "cloudflare") return result;
  for (const field of fieldsOf(schema.block)) {
    const written = config[field.name] ?? null;
    if (!field.nested || written === null) continue;
    const names = Object.keys(facts.defaults ?? {});
    result[field.name] = nestedUnknown(field, result[field.name] ?? null, written, names, "");
  }
  return result;
}

/**
 * Cloudflare's provider is built on a framework that makes every computed value which the author
 * did not write unknown when anything changes, unless an attribute opts out. The learned facts
 * tell which do at the top; below it none is known to but those with a default.
 */
function nestedUnknown(
  field: Field,
  planned: Value,
  written: Value,
  defaults: readonly string[],
  prefix: string,
): Value {
  const { mode, block } = field.nested!;
  // The elements of a set cannot be paired with what the author wrote.
  if (mode === "set") return planned;
  const elements = elementsOf(written, mode);
  return mapElements(planned, mode, (element, key) => {
    const own = elements.find(({ step }) => (step ? Object.values(step)[0] : "") === key);
    return silentUnknown(block, element, own?.value ?? {}, defaults, `${prefix}${field.name}.`);
  });
}

function silentUnknown(
  block: Block,
  planned: Fields,
  config: Fields,
  defaults: readonly string[],
  prefix: string,
): Fields {
  const result: Record<string, Value> = { ...planned };
  for (const field of fieldsOf(block)) {
    const { name, attribute, nested } = field;
    const written = config[name] ?? null;
    if (nested && written !== null) {
      result[name] = nestedUnknown(field, planned[name] ?? null, written, defaults, prefix);
    } else if (attribute?.computed && written === null && !defaults.includes(prefix + name)) {
      result[name] = UNKNOWN;
    }
  }
  return result;
}
