import fc from "fast-check";
import { withBlanks } from "../behaviour/apply/blanks.ts";
import { isSdkType } from "../behaviour/plan/library.ts";
import { ownOf } from "../behaviour/plan/own/rules.ts";
import { isEqual } from "../cty/equal.ts";
import {
  type Fields,
  isFields,
  isList,
  isUnknown,
  isWhollyKnown,
  type Value,
} from "../cty/value.ts";
import { fieldsOf } from "../schema/fields.ts";
import { CLOUDS } from "../schema/library.ts";
import { typeOfBlock } from "../schema/type-of.ts";
import { numbers, sampleConfig, sampleValue } from "./samples.ts";
import { cloudOf, library, typeOf, World } from "./world.ts";

/** Every resource type that is not larger than memory likes in a test. */
const TYPES = CLOUDS.flatMap((cloud) =>
  Object.entries(library(cloud).index.resources)
    .filter(([, [, length]]) => length < 6_000)
    .map(([name]) => name),
);

/** Something that holds for a plan of any type, whatever is written. */
export interface PlanProperty {
  /** A sentence that a test may have as its title. */
  readonly title: string;
  /** Cases that are drawn for one seed. */
  readonly runs: number;
  /** What is wrong with a resource of type `name` and arguments drawn by `number`. */
  readonly wrong: (name: string, number: number) => readonly string[];
}

/** What holds for every plan. */
export const PLAN_PROPERTIES: readonly PlanProperty[] = [
  { title: "finds nothing to do for what was just applied", runs: 400, wrong: unrest },
  {
    title: "applies what was planned wherever that was known, and leaves nothing unknown",
    runs: 300,
    wrong: broken,
  },
  {
    title: "replaces if and only if an attribute that forces it has changed",
    runs: 300,
    wrong: replaced,
  },
  { title: "does not mind the order of a set", runs: 300, wrong: disordered },
];

/** Draws cases for a property by a seed. Throws with the smallest one in which it does not hold. */
export function checkProperty({ runs, wrong }: PlanProperty, seed: number): void {
  const property = fc.property(fc.constantFrom(...TYPES), fc.nat(), (name, number) => {
    const problems = wrong(name, number);
    if (problems.length > 0) throw new Error(`${name}: ${problems.join(", ")}`);
  });
  fc.assert(property, { numRuns: runs, seed });
}

/**
 * Types that the real provider, too, plans to change although nothing did: a network interface with
 * a list of addresses that does not count.
 */
const RESTLESS = ["aws_network_interface"];

function unrest(name: string, number: number): string[] {
  if (RESTLESS.includes(name)) return [];
  const world = new World(cloudOf(name));
  const config = sampleConfig(typeOf(name).schema.block, numbers(number));
  const applied = world.apply(name, config);
  const { planned, replace } = world.plan(name, config, applied);
  return planned === applied && replace.length === 0 ? [] : differences(applied, planned);
}

function broken(name: string, number: number): string[] {
  const world = new World(cloudOf(name));
  const config = sampleConfig(typeOf(name).schema.block, numbers(number));
  const { planned } = world.plan(name, config);
  const applied = world.apply(name, config);
  const type = typeOf(name);
  const expected = isSdkType(type) ? withBlanks(planned, type.schema.block) : planned;
  return [...(isWhollyKnown(applied) ? [] : ["unknown"]), ...differences(expected, applied)];
}

function replaced(name: string, number: number): string[] {
  // What a type's own code does is tried type by type.
  if (Object.keys(ownOf(name)).length > 0) return [];
  const random = numbers(number);
  const { schema, facts } = typeOf(name);
  const world = new World(cloudOf(name));
  const config = sampleConfig(schema.block, random);
  const prior = world.apply(name, config);
  const edited = edit(config, schema.block, random);
  const { planned, replace } = world.plan(name, edited, prior);
  const forcing = [...(facts.forceNew ?? []), ...(cloudOf(name) === "aws" ? ["region"] : [])];
  const changed = fieldsOf(schema.block).filter(({ nested, type, name: field }) => {
    const after = planned[field] ?? null;
    return !nested && !isUnknown(after) && !isEqual(prior[field] ?? null, after, type);
  });
  // Some force a replacement when others change, or with certain values: that they change does not
  // tell whether they do.
  const { forcedBy, forceNewWith, forceNewFromTo } = facts;
  const isOwn = (field: string) => !(field in { ...forcedBy, ...forceNewWith, ...forceNewFromTo });
  const expected = changed
    .map((field) => field.name)
    .filter((field) => forcing.includes(field) && isOwn(field));
  const found = replace.map(([step]) => `${Object.values(step!)[0]}`).filter(isOwn);
  const same = found.sort().join() === expected.sort().join();
  return same ? [] : [`replaced for ${found.join()}, must be for ${expected.join()}`];
}

function disordered(name: string, number: number): string[] {
  if (RESTLESS.includes(name)) return [];
  const world = new World(cloudOf(name));
  const { block } = typeOf(name).schema;
  const config = sampleConfig(block, numbers(number));
  const applied = world.apply(name, config);
  const turned = Object.fromEntries(
    fieldsOf(block).map(({ name: field, type }) => {
      const value = config[field] ?? null;
      return [field, type[0] === "set" && isList(value) ? [...value].reverse() : value];
    }),
  );
  const { planned } = world.plan(name, turned, applied);
  return isEqual(planned, applied, typeOfBlock(block)) ? [] : differences(applied, planned);
}

/** The config with one of its plain arguments given another value. */
function edit(config: Fields, block: Parameters<typeof fieldsOf>[0], random: () => number): Fields {
  const set = fieldsOf(block).filter(({ name, nested }) => !nested && config[name] !== null);
  const field = set[Math.floor(random() * set.length)];
  return field ? { ...config, [field.name]: sampleValue(field.type, random) } : config;
}

/** Where two values differ although the first was known. */
function differences(planned: Value, applied: Value, at = ""): string[] {
  if (isUnknown(planned)) return [];
  if (isFields(planned) && isFields(applied)) {
    return Object.keys(planned).flatMap((name) =>
      differences(planned[name] ?? null, applied[name] ?? null, `${at}.${name}`),
    );
  }
  if (isList(planned) && isList(applied) && planned.length === applied.length) {
    return planned.flatMap((item, index) => differences(item, applied[index]!, `${at}[${index}]`));
  }
  return planned === applied ? [] : [at];
}
