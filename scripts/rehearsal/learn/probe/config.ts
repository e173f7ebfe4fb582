import type { Value } from "../../provider/cty/value.ts";
import { fieldsOf } from "../../provider/schema/fields.ts";
import type { Block, Nesting } from "../../provider/schema/schema.ts";
import type { Container, Leaf } from "./leaf.ts";

/** A configuration that is being put together. */
export interface Config {
  [name: string]: Value;
}

/** Gives the value of a required attribute, by its path. */
export type ValueOf = (leaf: Leaf) => Value;

/** A block with nothing in it. */
export function emptyConfig(block: Block): Config {
  return Object.fromEntries(
    fieldsOf(block).map(({ name, attribute, nested }): [string, Value] => [
      name,
      attribute || !nested ? null : empty(nested.mode),
    ]),
  );
}

/** A block with what must be in it. */
export function minimalConfig(
  block: Block,
  fill: ValueOf,
  containers: readonly Container[] = [],
): Config {
  const config = emptyConfig(block);
  const prefix = containers.map(({ name }) => `${name}.`).join("");
  for (const { name, type, attribute, nested } of fieldsOf(block)) {
    const path = prefix + name;
    if (nested) {
      const least = attribute?.required ? 1 : (block.block_types?.[name]?.min_items ?? 0);
      const inner = { name, ...nested, isBlock: !attribute, required: true };
      const one = () => minimalConfig(nested.block, fill, [...containers, inner]);
      if (least > 0) config[name] = wrap(nested.mode, Array.from({ length: least }, one));
    } else if (attribute?.required) {
      config[name] = fill({ path, name, type, attribute, containers });
    }
  }
  return config;
}

/**
 * Writes a value at a leaf, in the first element of everything around it; what is not there yet
 * around it comes with what it requires. `null` in a place that is not there stays not there.
 */
export function setLeaf(config: Config, leaf: Leaf, value: Value, fill: ValueOf): void {
  const around = reach(config, leaf.containers, value === null ? undefined : fill);
  if (around) around[leaf.name] = value;
}

/** Makes sure that a nested block is there. */
export function addNest(config: Config, containers: readonly Container[], fill: ValueOf): void {
  reach(config, containers, fill);
}

/** Takes a nested block out. */
export function removeNest(config: Config, nest: Container & { containers: readonly Container[] }) {
  const around = reach(config, nest.containers, undefined);
  if (around) around[nest.name] = nest.isBlock ? empty(nest.mode) : null;
}

/** The value at a leaf or nest, in the first element of everything around it. */
export function valueAt(
  config: Config,
  place: { readonly name: string; readonly containers: readonly Container[] },
): Value | undefined {
  return reach(config, place.containers, undefined)?.[place.name];
}

/** A copy that shares nothing that could be written to. */
export function copyConfig(config: Config): Config {
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [name, copy(value)]));
}

function copy(value: Value): Value {
  if (Array.isArray(value)) return value.map(copy);
  if (value === null || typeof value !== "object" || isSpecial(value)) return value;
  return copyConfig(value as Config);
}

/** Unknown and dynamic values are never written to. */
function isSpecial(value: object): boolean {
  return Object.getPrototypeOf(value) !== Object.prototype;
}

function reach(
  config: Config,
  containers: readonly Container[],
  fill: ValueOf | undefined,
): Config | undefined {
  let at: Config = config;
  const passed: Container[] = [];
  for (const container of containers) {
    passed.push(container);
    let inner = firstOf(at[container.name]);
    if (!inner) {
      if (!fill) return undefined;
      inner = minimalConfig(container.block, fill, [...passed]);
      at[container.name] = wrap(container.mode, [inner]);
    }
    at = inner;
  }
  return at;

  function firstOf(value: Value | undefined): Config | undefined {
    if (value === null || value === undefined || typeof value !== "object") return undefined;
    if (Array.isArray(value)) return value[0] as Config | undefined;
    if (isSpecial(value)) return undefined;
    const { mode } = passed.at(-1)!;
    return (mode === "map" ? Object.values(value)[0] : value) as Config | undefined;
  }
}

function wrap(mode: Nesting, elements: readonly Config[]): Value {
  if (mode === "list" || mode === "set") return elements;
  return mode === "map" ? { k: elements[0]! } : elements[0]!;
}

function empty(mode: Nesting): Value {
  if (mode === "list" || mode === "set") return [];
  return mode === "map" ? {} : null;
}
