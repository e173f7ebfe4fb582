import { canonical, isEqual } from "../../../cty/equal.ts";
import type { Path } from "../../../cty/path.ts";
import { type Fields, isUnknown, type Value } from "../../../cty/value.ts";
import { elementsOf, type Field, fieldsOf } from "../../../schema/fields.ts";
import type { Block, Facts } from "../../../schema/schema.ts";
import { typeOfBlock } from "../../../schema/type-of.ts";

/**
 * The paths whose change cannot be made in place. Each place of the plan is compared with the same
 * place of the state; what is gone from the plan has no place, only what was around it has.
 *
 * @param forcing names of the places whose change forces a replacement
 */
export function forcingPaths(
  facts: Facts,
  block: Block,
  prior: Fields | undefined,
  planned: Fields,
  config: Fields,
  forcing: ReadonlySet<string>,
): readonly Path[] {
  const unlessSilent = new Set(facts.forceNewIfSet);
  return walk(block, prior, planned, [], "", false);

  function walk(
    within: Block,
    before: Fields | undefined,
    after: Fields,
    path: Path,
    prefix: string,
    inSet: boolean,
  ): Path[] {
    return fieldsOf(within).flatMap((field) => {
      const name = prefix + field.name;
      const was: Value = before?.[field.name] ?? null;
      const is: Value = after[field.name] ?? null;
      if (isEqual(was, is, field.type)) return [];
      // What only the cloud will tell is not taken for a change.
      if (isUnknown(is) && field.attribute?.computed) return [];
      const own = inSet ? path : [...path, { attribute_name: field.name }];
      const isSilent = prefix === "" && (config[field.name] ?? null) === null;
      // Where only the coming and going of a value forces, and not its change.
      const isNew = prefix === "" && before !== undefined && was === null;
      const isTold = field.type !== "bool" && field.type !== "number";
      const isForced = isSilent
        ? (forcing.has(name) && !(isTold && unlessSilent.has(name))) ||
          facts.forceNewIfRemoved?.includes(name)
        : forcing.has(name) || (isNew && facts.forceNewIfRemoved?.includes(name));
      const isCounted =
        !facts.forceNewByCount?.includes(name) || isMore(field, was, is, unlessSilent.has(name));
      const forced = isForced && isCounted && !isOpenOnly(field, was, is) ? [own] : [];
      if (!field.nested) return forced;
      const { mode, block: inner } = field.nested;
      const old = elementsOf(was, mode);
      const elements = elementsOf(is, mode).flatMap(({ step, value }, at) => {
        const pair = step
          ? old.find((one) => JSON.stringify(one.step) === JSON.stringify(step))
          : old[at];
        const to = step && !inSet ? [...own, step] : own;
        return walk(inner, pair?.value, value, to, `${name}.`, inSet || mode === "set");
      });
      return [...forced, ...elements];
    });
  }
}

/** Has a nested field more elements than before, or fewer, unless that forces nothing? */
function isMore({ nested }: Field, was: Value, is: Value, unlessFewer: boolean): boolean {
  if (!nested) return true;
  const grown = elementsOf(is, nested.mode).length - elementsOf(was, nested.mode).length;
  return unlessFewer ? grown > 0 : grown !== 0;
}

/** Do two values of a nested field differ in nothing but what only the cloud will tell? */
function isOpenOnly(field: Field, was: Value, is: Value): boolean {
  if (!field.nested) return false;
  const { mode, block } = field.nested;
  const [before, after] = [elementsOf(was, mode), elementsOf(is, mode)];
  const open = fieldsOf(block).filter(({ name, attribute }) => {
    return attribute?.computed && after.some(({ value }) => isUnknown(value[name] ?? null));
  });
  if (open.length === 0 || before.length !== after.length) return false;
  const told = (value: Fields) =>
    canonical({ ...value, ...Object.fromEntries(open.map(({ name }) => [name, null])) }, type);
  const type = typeOfBlock(block);
  const texts = new Set(before.map(({ value }) => told(value)));
  return after.every(({ value }) => texts.has(told(value)));
}
