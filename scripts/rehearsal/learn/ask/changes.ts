import { isEqual } from "../../provider/cty/equal.ts";
import { dotted } from "../../provider/cty/path.ts";
import { type Fields, isList, isUnknown, type Value } from "../../provider/cty/value.ts";
import { elementsOf, fieldsOf } from "../../provider/schema/fields.ts";
import type { Block } from "../../provider/schema/schema.ts";
import {
  addNest,
  type Config,
  copyConfig,
  minimalConfig,
  removeNest,
  setLeaf,
  valueAt,
} from "../probe/config.ts";
import type { Leaf, Nest } from "../probe/leaf.ts";
import { settle } from "../probe/settle.ts";
import { proposedNew } from "../terraform/proposed.ts";
import type { Accepted } from "./accepted.ts";
import { type Subject, valueFor } from "./subject.ts";

/** What a change of one place made a provider plan. */
export interface Observed {
  readonly path: string;
  readonly kind: "changed" | "removed" | "added";
  /** Names of the paths that it said force a replacement and that did not without the change. */
  readonly forcing: readonly string[];
  /** Computed values that it planned unknown and that were known. */
  readonly unknown: readonly string[];
  /** Computed values inside of nested blocks that kept the value they had. */
  readonly kept: readonly string[];
  /** Is what was taken away still planned? */
  readonly stays?: boolean;
  /** Does a change inside of a set leave the whole set as it was? */
  readonly unseen?: boolean;
}

/** What was seen of each leaf, and the leaves that could not be asked. */
export interface Asking {
  readonly observed: readonly Observed[];
  readonly unknown: readonly string[];
}

/** Something that stands: as an author wrote it, and as it is. */
export interface Standing {
  readonly config: Config;
  readonly state: Fields;
  /** What the provider plans although nothing changed. */
  readonly restless: Pick<Observed, "forcing" | "unknown" | "kept">;
}

/** Makes what was accepted stand, and asks what is planned when nothing changes. */
export async function standing(
  subject: Subject,
  accepted: Accepted,
): Promise<Standing | undefined> {
  const { block, knowledge, draw } = subject;
  const state = settle(block, accepted.planned, knowledge.facts, draw);
  const restless = await observe(subject, accepted.config, state, accepted.config);
  return restless && { config: accepted.config, state, restless };
}

/** Writes another value at a leaf. Undefined when the provider refuses or no other is known. */
export async function changeLeaf(
  subject: Subject,
  base: Standing,
  leaf: Leaf,
): Promise<Observed | undefined> {
  const before = JSON.stringify(valueAt(base.config, leaf) ?? null);
  for (let round = 1, tries = 0; round < 12 && tries < 3; round++) {
    const value = valueFor(subject, leaf, round);
    if (value === null || JSON.stringify(value) === before) continue;
    tries += 1;
    const config = copyConfig(base.config);
    setLeaf(config, leaf, value, (other) => valueFor(subject, other));
    const seen = await observeFrom(subject, base, config);
    if (!seen) continue;
    const unseen = isUnseen(base.state, seen.planned, leaf);
    return { path: leaf.path, kind: "changed", ...seen, unseen };
  }
  return undefined;
}

/** A set that stays as it was: the provider does not look at this leaf to tell its elements apart. */
function isUnseen(before: Fields, planned: Fields, { containers }: Leaf): boolean {
  const [root] = containers;
  if (!root || !containers.some(({ mode }) => mode === "set")) return false;
  return JSON.stringify(before[root.name]) === JSON.stringify(planned[root.name]);
}

/** Takes a leaf or a nested block away. Undefined when the provider refuses. */
export async function removePlace(
  subject: Subject,
  base: Standing,
  place: Leaf | Nest,
): Promise<Observed | undefined> {
  const config = copyConfig(base.config);
  if ("mode" in place) removeNest(config, place);
  else setLeaf(config, place, null, (other) => valueFor(subject, other));
  const seen = await observeFrom(subject, base, config);
  if (!seen) return undefined;
  const left = valueAt(seen.planned as Config, place) ?? null;
  const stays = isList(left) && left.length > 0;
  return { path: place.path, kind: "removed", ...seen, stays };
}

/** Writes a nested block where none stands. Undefined when the provider refuses. */
export async function addBlock(
  subject: Subject,
  base: Standing,
  nest: Nest,
): Promise<Observed | undefined> {
  const config = copyConfig(base.config);
  addNest(config, [...nest.containers, nest], (leaf) => valueFor(subject, leaf));
  const seen = await observeFrom(subject, base, config);
  return seen && { path: nest.path, kind: "added", ...seen };
}

/** Adds one more element to a nested block that stands. Undefined when the provider refuses. */
export async function addElement(
  subject: Subject,
  base: Standing,
  nest: Nest,
): Promise<Observed | undefined> {
  if (nest.mode !== "list" && nest.mode !== "set") return undefined;
  const config = copyConfig(base.config);
  const standing = valueAt(config, nest);
  if (!Array.isArray(standing) || standing.length >= (nest.mostItems ?? 9)) return undefined;
  const fill = (leaf: Leaf) => valueFor(subject, leaf, 5);
  standing.push(minimalConfig(nest.block, fill, [...nest.containers, nest]));
  const seen = await observeFrom(subject, base, config);
  return seen && { path: nest.path, kind: "added", ...seen };
}

/** What is planned for another configuration, less what is planned although nothing changes. */
export async function observeFrom(subject: Subject, base: Standing, config: Config) {
  const seen = await observe(subject, base.config, base.state, config);
  if (!seen) return undefined;
  const { forcing, unknown } = base.restless;
  return {
    forcing: seen.forcing.filter((path) => !forcing.includes(path)),
    unknown: seen.unknown.filter((path) => !unknown.includes(path)),
    kept: seen.kept,
    planned: seen.planned,
  };
}

async function observe(subject: Subject, _before: Config, state: Fields, config: Config) {
  const { name, block, provider } = subject;
  const proposed = proposedNew(block, state, config);
  const { planned, replace } = await provider.plan(name, block, { prior: state, proposed, config });
  if (!planned) return undefined;
  const computed = computedValues(block, state, planned, "");
  const named = (isUnknownOne: boolean) =>
    unique(computed.filter(({ unknown }) => unknown === isUnknownOne).map(({ path }) => path));
  // What is named and then kept is no change to Terraform, and forces nothing.
  const isKept = (path: string) =>
    path in state && JSON.stringify(planned[path]) === JSON.stringify(state[path]);
  return {
    forcing: unique(replace.map(dotted)).filter((path) => path !== "id" && !isKept(path)),
    unknown: named(true),
    kept: named(false).filter((path) => path.includes(".")),
    planned,
  };
}

/** What was known before: did it become unknown, or did the provider keep it unasked? */
function computedValues(
  block: Block,
  before: Fields,
  after: Fields,
  prefix: string,
): { readonly path: string; readonly unknown: boolean }[] {
  return fieldsOf(block).flatMap((field) => {
    const path = prefix + field.name;
    const was: Value = before[field.name] ?? null;
    const is: Value = after[field.name] ?? null;
    if (isUnknown(is)) return [{ path, unknown: true }];
    if (!field.nested) {
      const isKept = field.attribute?.computed && was !== null && isEqual(was, is, field.type);
      return isKept ? [{ path, unknown: false }] : [];
    }
    const { mode, block: inner } = field.nested;
    const old = elementsOf(was, mode);
    return elementsOf(is, mode).flatMap(({ value }, at) =>
      old[at] ? computedValues(inner, old[at].value, value, `${path}.`) : [],
    );
  });
}

function unique(paths: readonly string[]): string[] {
  return [...new Set(paths)];
}
