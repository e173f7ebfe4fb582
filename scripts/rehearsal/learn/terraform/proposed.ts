import { canonical } from "../../provider/cty/equal.ts";
import { type Fields, isFields, isList, type Value } from "../../provider/cty/value.ts";
import { type Field, fieldsOf } from "../../provider/schema/fields.ts";
import type { Block } from "../../provider/schema/schema.ts";
import { typeOfBlock } from "../../provider/schema/type-of.ts";

/**
 * The state that Terraform proposes to a provider: what the author wrote, and the prior value of
 * what is computed where the author wrote nothing.
 *
 * @param prior undefined for a create
 */
export function proposedNew(block: Block, prior: Fields | undefined, config: Fields): Fields {
  const proposed: Record<string, Value> = {};
  for (const field of fieldsOf(block)) {
    const before = prior?.[field.name] ?? null;
    const written = config[field.name] ?? null;
    const isSilent = written === null && field.attribute !== undefined;
    if (isSilent) proposed[field.name] = field.attribute?.computed ? before : null;
    else proposed[field.name] = field.nested ? nested(field, before, written) : written;
  }
  return proposed;
}

function nested(field: Field, before: Value, written: Value): Value {
  const { mode, block } = field.nested!;
  if (mode === "set" && isList(written)) return set(block, before, written);
  if (isList(written)) {
    return written.map((item, at) => element(block, isList(before) ? before[at] : null, item));
  }
  if (mode !== "map" || !isFields(written)) return element(block, before, written);
  return Object.fromEntries(
    Object.entries(written).map(([key, item]) => [
      key,
      element(block, isFields(before) ? before[key] : null, item),
    ]),
  );
}

function element(block: Block, before: Value | undefined, written: Value): Value {
  if (!isFields(written)) return written;
  return isFields(before) ? proposedNew(block, before, written) : written;
}

/** An element of a set is taken for the first prior one that could have come of what is written. */
function set(block: Block, before: Value, written: readonly Value[]): Value {
  const left = isList(before) ? before.filter(isFields) : [];
  return written.map((item) => {
    if (!isFields(item)) return item;
    const at = left.findIndex((candidate) => couldComeOf(block, candidate, item));
    const [match] = at < 0 ? [] : left.splice(at, 1);
    return match ? proposedNew(block, match, item) : item;
  });
}

/** Does a prior element differ from what is written in computed values alone? */
function couldComeOf(block: Block, prior: Fields, written: Fields): boolean {
  return fieldsOf(block).every(({ name, attribute, nested, type }) => {
    const was = prior[name] ?? null;
    const is = written[name] ?? null;
    if (canonical(was, type) === canonical(is, type)) return true;
    if (attribute?.computed && is === null) return true;
    if (!nested || !isList(was) || !isList(is) || was.length !== is.length) return false;
    return is.every((item, at) => {
      const pair = was[at];
      return isFields(item) && isFields(pair) && couldComeOf(nested.block, pair, item);
    });
  });
}

/** Are two states of a resource the same? */
export function isSameState(block: Block, a: Fields, b: Fields): boolean {
  const type = typeOfBlock(block);
  return canonical(a, type) === canonical(b, type);
}
