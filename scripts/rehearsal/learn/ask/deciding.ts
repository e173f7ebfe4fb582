import { isEqual } from "../../provider/cty/equal.ts";
import type { Facts, Step } from "../../provider/schema/schema.ts";
import { type Config, copyConfig, setLeaf, valueAt } from "../probe/config.ts";
import type { Leaf } from "../probe/leaf.ts";
import type { Accepted } from "./accepted.ts";
import { changeLeaf, observeFrom, type Standing, standing } from "./changes.ts";
import { type Subject, valueFor } from "./subject.ts";

/** Of more values than this not all are tried. */
const VALUES = 9;

/** Of how many values each change to each other one is tried. */
const STEPS = 5;

/** What is learned of arguments on whose value it depends what forces a replacement. */
export type Deciding = Required<Pick<Facts, "forceNew" | "forceNewWith" | "forceNewFromTo">>;

type Value = string | boolean;

/** What a change of all arguments at once forced while a decider had one of its values. */
interface Outcome {
  readonly value: Value;
  readonly base: Standing;
  /** Names of the arguments that the plan changes; a provider may take two values for the same. */
  readonly changed: ReadonlySet<string>;
  readonly forced: ReadonlySet<string>;
}

/**
 * Finds arguments that force a replacement only while another has a certain value, or only when they
 * themselves go from a certain value to a certain other. All arguments are changed at once for each
 * value of what could decide; where that tells values apart, each argument is asked by itself.
 */
export async function askDeciding(subject: Subject, accepted: Accepted): Promise<Deciding> {
  const found = { forceNew: new Set<string>(), with: new Map(), steps: new Map() };
  const leaves = subject.leaves.filter(
    (leaf) => leaf.containers.length === 0 && leaf.path !== "id",
  );
  for (const decider of leaves) {
    const outcomes = await outcomesOf(subject, accepted, decider, leaves);
    if (outcomes.length < 2) continue;
    const steps = await stepsOf(subject, outcomes, decider);
    if (steps) found.steps.set(decider.path, steps);
    for (const leaf of leaves) {
      const values = await valuesFor(subject, outcomes, leaf);
      if (!values) continue;
      found.forceNew.add(leaf.path);
      if (values === "all" || found.with.has(leaf.path)) continue;
      found.with.set(leaf.path, [{ by: decider.path, values }]);
    }
  }
  return {
    forceNew: [...found.forceNew, ...found.steps.keys()],
    forceNewWith: Object.fromEntries(found.with),
    forceNewFromTo: Object.fromEntries(found.steps),
  };
}

async function outcomesOf(
  subject: Subject,
  accepted: Accepted,
  decider: Leaf,
  leaves: readonly Leaf[],
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const value of valuesOf(subject, decider)) {
    const base = await standingWith(subject, accepted, decider, value);
    if (!base) continue;
    const others = leaves.filter((leaf) => leaf !== decider && isWritten(base.config, leaf));
    const seen = await changeAll(subject, base, others);
    if (seen) outcomes.push({ value, base, ...seen });
  }
  return outcomes;
}

/** Switches, and texts of which few are allowed. */
function valuesOf({ knowledge }: Subject, { path, type }: Leaf): readonly Value[] {
  if (type === "bool") return [true, false];
  return type === "string" ? (knowledge.facts.oneOf?.[path] ?? []).slice(0, VALUES) : [];
}

async function standingWith(
  subject: Subject,
  accepted: Accepted,
  decider: Leaf,
  value: Value,
): Promise<Standing | undefined> {
  const { name, block, provider } = subject;
  const config = copyConfig(accepted.config);
  setLeaf(config, decider, value, (leaf) => valueFor(subject, leaf));
  if ((await provider.validate(name, block, config)).length > 0) return undefined;
  const asked = { prior: undefined, proposed: config, config };
  const { planned } = await provider.plan(name, block, asked);
  return planned && standing(subject, { ...accepted, config, planned });
}

/** Gives all of some arguments other values at once. Undefined when the provider refuses that. */
async function changeAll(subject: Subject, base: Standing, leaves: readonly Leaf[]) {
  const config = copyConfig(base.config);
  for (const leaf of leaves) {
    setLeaf(config, leaf, otherValue(subject, base, leaf), (one) => valueFor(subject, one));
  }
  const seen = await observeFrom(subject, base, config);
  if (!seen) return undefined;
  const changed = leaves.filter(({ name, type }) => {
    return !isEqual(base.state[name] ?? null, seen.planned[name] ?? null, type);
  });
  return {
    changed: new Set(changed.map(({ path }) => path)),
    forced: new Set(seen.forcing),
  };
}

function otherValue(subject: Subject, base: Standing, leaf: Leaf) {
  const before = valueAt(base.config, leaf) ?? null;
  const rounds = Array.from({ length: 12 }, (_, round) => valueFor(subject, leaf, round + 1));
  return rounds.find((one) => JSON.stringify(one) !== JSON.stringify(before)) ?? before;
}

/** With which values of the decider a leaf forces; undefined where that is told otherwise. */
async function valuesFor(subject: Subject, outcomes: readonly Outcome[], leaf: Leaf) {
  const isKnown = subject.knowledge.facts.forceNew?.includes(leaf.path);
  const asked = outcomes.filter(({ changed }) => changed.has(leaf.path));
  const forcing = asked.filter(({ forced }) => forced.has(leaf.path));
  if (forcing.length === 0 || (forcing.length === asked.length && isKnown)) return undefined;
  const sure: [value: Value, forces: boolean][] = [];
  for (const { value, base } of asked) {
    const seen = await changeLeaf(subject, base, leaf);
    if (seen) sure.push([value, seen.forcing.includes(leaf.path)]);
  }
  const values = sure.filter(([, forces]) => forces).map(([value]) => value);
  if (values.length === 0) return undefined;
  return values.length === sure.length ? ("all" as const) : values;
}

/** The changes of a decider's own value that force; undefined where all do, or none. */
async function stepsOf(
  subject: Subject,
  outcomes: readonly Outcome[],
  decider: Leaf,
): Promise<readonly Step[] | undefined> {
  const forcing: Step[] = [];
  let asked = 0;
  for (const from of outcomes.slice(0, STEPS)) {
    for (const to of outcomes.slice(0, STEPS)) {
      if (to === from) continue;
      const config: Config = copyConfig(from.base.config);
      config[decider.name] = to.value;
      const seen = await observeFrom(subject, from.base, config);
      if (!seen) continue;
      if (isEqual(from.base.state[decider.name]!, seen.planned[decider.name]!, decider.type))
        continue;
      asked += 1;
      if (seen.forcing.includes(decider.path)) forcing.push([from.value, to.value]);
    }
  }
  return forcing.length > 0 && forcing.length < asked ? forcing : undefined;
}

function isWritten(config: Config, leaf: Leaf): boolean {
  return (valueAt(config, leaf) ?? null) !== null;
}
