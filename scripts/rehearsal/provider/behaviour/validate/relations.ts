import { type Path, written } from "../../cty/path.ts";
import { type Fields, isFields, isList, isUnknown, type Value } from "../../cty/value.ts";
import { type Diagnostic, ERROR } from "../../protocol/messages.ts";
import { elementsOf, fieldsOf } from "../../schema/fields.ts";
import type { ResourceType } from "../../schema/library.ts";
import type { Block } from "../../schema/schema.ts";

/** One occurrence of the block that the arguments of a rule have in common. */
interface Instance {
  readonly path: Path;
  readonly value: Fields;
}

/** Is an argument written? `maybe` when that is known after apply only. */
type Presence = "set" | "unset" | "maybe";

/** What is wrong between arguments: together, missing, or without what they need. */
export function relationProblems({ schema, facts }: ResourceType, config: Fields): Diagnostic[] {
  const { block } = schema;
  const conflicts = Object.entries(facts.conflictsWith ?? {}).flatMap(([name, others]) =>
    others.flatMap((other) => together(block, config, name, other)),
  );
  const required = Object.entries(facts.requiredWith ?? {}).flatMap(([name, others]) =>
    others.flatMap((other) => without(block, config, name, other)),
  );
  const exact = (facts.exactlyOneOf ?? []).flatMap((group) => counted(block, config, group, 1));
  const known = new Set((facts.exactlyOneOf ?? []).map((group) => [...group].sort().join()));
  const least = (facts.atLeastOneOf ?? [])
    .filter((group) => !known.has([...group].sort().join()))
    .flatMap((group) => counted(block, config, group, group.length));
  return unique([...conflicts, ...required, ...exact, ...least]);
}

function together(block: Block, config: Fields, name: string, other: string): Diagnostic[] {
  return each(block, config, [name, other], (instance, [mine, theirs]) => {
    if (presence(instance, mine!) !== "set" || presence(instance, theirs!) !== "set") return [];
    // Said once for the pair, whichever way round the facts name it.
    const [first, second] = [at(instance, mine!), at(instance, theirs!)].sort();
    return [problem(instance, mine!, `${first} and ${second} cannot be set together`)];
  });
}

function without(block: Block, config: Fields, name: string, other: string): Diagnostic[] {
  return each(block, config, [name, other], (instance, [mine, theirs]) => {
    if (presence(instance, mine!) !== "set" || presence(instance, theirs!) !== "unset") return [];
    const text = `${at(instance, mine!)} needs ${at(instance, theirs!)} as well`;
    return [problem(instance, mine!, text)];
  });
}

function counted(
  block: Block,
  config: Fields,
  group: readonly string[],
  most: number,
): Diagnostic[] {
  return each(block, config, group, (instance, names) => {
    const found = names.map((name) => presence(instance, name));
    const set = names.filter((_, index) => found[index] === "set");
    const all = names.map((name) => at(instance, name)).join(", ");
    if (set.length > most) {
      const given = set.map((name) => at(instance, name)).join(" and ");
      return [problem(instance, set[1]!, `only one of ${all} can be set, got ${given}`)];
    }
    if (set.length > 0 || found.includes("maybe")) return [];
    const rule = most === 1 ? "one of" : "at least one of";
    return [problem(instance, names[0]!, `${rule} ${all} must be set, got none`)];
  });
}

/** Looks at a rule once for each occurrence of the block that all its arguments stand in. */
function each(
  block: Block,
  config: Fields,
  names: readonly string[],
  look: (instance: Instance, inner: readonly string[]) => Diagnostic[],
): Diagnostic[] {
  // A provider's words may name a place by its last name alone; nobody knows which is meant.
  if (!names.every((name) => exists(block, name.split(".")))) return [];
  const parents = names.map((name) => name.split(".").slice(0, -1));
  const shared = parents[0]!.filter((part, depth) =>
    parents.every(
      (parent) =>
        parent.slice(0, depth + 1).join() === parents[0]!.slice(0, depth + 1).join() &&
        parent[depth] === part,
    ),
  );
  const inner = names.map((name) => name.split(".").slice(shared.length).join("."));
  return instances(block, { path: [], value: config }, shared).flatMap((instance) =>
    look(instance, inner),
  );
}

function exists(block: Block, [name, ...rest]: readonly string[]): boolean {
  const field = fieldsOf(block).find((candidate) => candidate.name === name);
  if (!field) return false;
  // What an attribute holds has no fields of its own here.
  return rest.length === 0 || !field.nested || exists(field.nested.block, rest);
}

function instances(block: Block, from: Instance, names: readonly string[]): Instance[] {
  const [name, ...rest] = names;
  if (name === undefined) return [from];
  const nested = fieldsOf(block).find((field) => field.name === name)?.nested;
  if (!nested) return [];
  return elementsOf(from.value[name], nested.mode).flatMap(({ step, value }) => {
    const path = [...from.path, { attribute_name: name }, ...(step ? [step] : [])];
    return instances(nested.block, { path, value }, rest);
  });
}

function presence({ value }: Instance, name: string): Presence {
  const found = name
    .split(".")
    .reduce<Value[]>((values, part) => values.flatMap((item) => inside(item, part)), [value]);
  if (found.some(isSet)) return "set";
  return found.some(isUnknown) ? "maybe" : "unset";
}

function inside(value: Value, name: string): Value[] {
  if (isUnknown(value)) return [value];
  if (isList(value)) return value.flatMap((item) => inside(item, name));
  return isFields(value) ? [value[name] ?? null] : [];
}

function isSet(value: Value): boolean {
  if (value === null || isUnknown(value)) return false;
  return isList(value) ? value.length > 0 : true;
}

function at({ path }: Instance, name: string): string {
  return written([...path, { attribute_name: name }]);
}

function problem({ path }: Instance, name: string, summary: string): Diagnostic {
  const steps = [...path, { attribute_name: name.split(".")[0]! }];
  return { severity: ERROR, summary, attribute: { steps } };
}

function unique(problems: readonly Diagnostic[]): Diagnostic[] {
  const summaries = problems.map(({ summary }) => summary);
  return problems.filter(({ summary }, index) => summaries.indexOf(summary) === index);
}
