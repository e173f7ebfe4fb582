import { isEqual } from "../../../cty/equal.ts";
import type { Path } from "../../../cty/path.ts";
import { type Fields, isUnknown, type Value } from "../../../cty/value.ts";
import { elementsOf, fieldsOf } from "../../../schema/fields.ts";
import type { Block, Facts } from "../../../schema/schema.ts";
import { forcingNames } from "../forcing-names.ts";

/**
 * The paths whose change cannot be made in place. Each place of the plan is compared with the same
 * place of the state; what is gone from the plan has no place, only what was around it has.
 */
export function forcingPaths(
  facts: Facts,
  block: Block,
  prior: Fields | undefined,
  planned: Fields,
  config: Fields,
  alsoForcing: readonly string[],
): readonly Path[] {
  const forcing = forcingNames(facts, alsoForcing);
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
      const forced = isForced ? [own] : [];
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
