import type { Path } from "../../cty/path.ts";
import { type Fields, isUnknown } from "../../cty/value.ts";
import type { Diagnostic } from "../../protocol/messages.ts";
import { elementsOf, fieldsOf } from "../../schema/fields.ts";
import type { ResourceType } from "../../schema/library.ts";
import type { Block, Facts } from "../../schema/schema.ts";
import { relationProblems } from "./relations.ts";
import { valueProblems } from "./values.ts";

/** Everything that the real provider would refuse in these arguments, as far as facts tell. */
export function validateConfig(type: ResourceType, config: Fields): readonly Diagnostic[] {
  return [
    ...blockProblems(type.facts, type.schema.block, config, [], ""),
    ...relationProblems(type, config),
  ];
}

function blockProblems(
  facts: Facts,
  block: Block,
  config: Fields,
  path: Path,
  prefix: string,
): Diagnostic[] {
  return fieldsOf(block).flatMap(({ name, nested }) => {
    const value = config[name] ?? null;
    if (value === null || isUnknown(value)) return [];
    const at = [...path, { attribute_name: name }];
    if (!nested) return valueProblems(facts, prefix + name, at, value);
    const inside = elementsOf(value, nested.mode).flatMap(({ step, value: element }) =>
      blockProblems(facts, nested.block, element, step ? [...at, step] : at, `${prefix}${name}.`),
    );
    // What is in a set has no path of its own; the words still name it.
    if (nested.mode !== "set") return inside;
    return inside.map((problem) => ({ ...problem, attribute: { steps: at } }));
  });
}
