import { canonical, isEqual } from "../../cty/equal.ts";
import type { Path } from "../../cty/path.ts";
import { type Fields, isUnknown, type Value } from "../../cty/value.ts";
import { type Element, elementsOf, type Field, fieldsOf } from "../../schema/fields.ts";
import type { Block } from "../../schema/schema.ts";

/** One place where two versions of a resource differ. */
export interface Change {
  /** Where; a path ends at the first set on its way. */
  readonly path: Path;
  /** Names only, beyond sets too: `capacity_provider_strategy.weight`. */
  readonly name: string;
}

/** Every attribute in which `planned` differs from `prior`; either may lack the whole block. */
export function changesOf(block: Block, prior: Fields, planned: Fields): readonly Change[] {
  return blockChanges(block, prior, planned, [], "");
}

function blockChanges(
  block: Block,
  prior: Fields | undefined,
  planned: Fields | undefined,
  path: Path,
  prefix: string,
): Change[] {
  return fieldsOf(block).flatMap((field) => {
    const before = prior?.[field.name] ?? null;
    const after = planned?.[field.name] ?? null;
    if (before === after) return [];
    const at = [...path, { attribute_name: field.name }];
    const name = prefix + field.name;
    if (!field.nested || isUnknown(before) || isUnknown(after)) {
      return isEqual(before, after, field.type) ? [] : [{ path: at, name }];
    }
    return nestedChanges(field, before, after, at, name);
  });
}

function nestedChanges(field: Field, before: Value, after: Value, path: Path, name: string) {
  const { mode, block } = field.nested!;
  const left = elementsOf(before, mode);
  const right = elementsOf(after, mode);
  if (mode === "set") return setChanges(field, left, right, path, name);
  const keys = new Map([...left, ...right].map((element) => [keyOf(element), element.step]));
  const changes = [...keys].flatMap(([key, step]) =>
    blockChanges(
      block,
      left.find((element) => keyOf(element) === key)?.value,
      right.find((element) => keyOf(element) === key)?.value,
      step ? [...path, step] : path,
      `${name}.`,
    ),
  );
  // An element may come or go without any attribute in it being set.
  return left.length === right.length || changes.length > 0 ? changes : [{ path, name }];
}

/** An element of a set has no identity: one that changed is one removed and one added. */
function setChanges(
  field: Field,
  left: readonly Element[],
  right: readonly Element[],
  path: Path,
  name: string,
): Change[] {
  const { block } = field.nested!;
  const type = field.type[1] as never;
  const keys = (elements: readonly Element[]) =>
    new Set(elements.map((element) => canonical(element.value, type)));
  const [before, after] = [keys(left), keys(right)];
  const moved = [
    ...left.filter(({ value }) => !after.has(canonical(value, type))),
    ...right.filter(({ value }) => !before.has(canonical(value, type))),
  ];
  if (moved.length === 0) return [];
  const names = moved.flatMap(({ value }) => blockChanges(block, undefined, value, [], `${name}.`));
  return [{ path, name }, ...names.map((change) => ({ path, name: change.name }))];
}

function keyOf({ step }: Element): string {
  return step ? Object.values(step).join() : "";
}
