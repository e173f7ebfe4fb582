import { isEqual } from "../../cty/equal.ts";
import type { Path } from "../../cty/path.ts";
import { type Fields, isFields, isList, UNKNOWN, type Value } from "../../cty/value.ts";
import { fieldsOf } from "../../schema/fields.ts";
import type { ResourceType } from "../../schema/library.ts";
import type { Connection } from "../connection.ts";
import { type Change, changesOf } from "./changes.ts";
import { forcingNames } from "./forcing-names.ts";
import { planWithFramework } from "./framework/framework.ts";
import { isSdkType } from "./library.ts";
import type { Own, Planning } from "./own/own.ts";
import { ownOf } from "./own/rules.ts";
import { Planner } from "./planner.ts";
import { recomputed } from "./recomputed.ts";
import { planWithSdk } from "./sdk/sdk.ts";
import type { OwnSameness } from "./sdk/traits.ts";
import { withComputedTags } from "./tags.ts";

/** What Terraform hands over to be planned. */
export interface PlanInput {
  readonly type: ResourceType;
  readonly connection: Connection;
  /** Undefined when the resource does not exist yet. */
  readonly prior: Fields | undefined;
  /** The author's values, with computed ones of `prior` where the author wrote none. */
  readonly proposed: Fields;
  /** The author's values alone. */
  readonly config: Fields;
  /** Was `prior` imported, so that a null in it means "not known yet"? */
  readonly adopted: boolean;
}

/** What would be done. */
export interface Plan {
  readonly planned: Fields;
  /** The paths whose change cannot be made in place. */
  readonly replace: readonly Path[];
}

/** Plans a create or an update. */
export function plan(input: PlanInput): Plan {
  return input.adopted && input.prior ? planAdopted(input, input.prior) : planKnown(input);
}

/** What a provider plans depends on the library that it is built on, type by type. */
function planKnown({ type, connection, prior, proposed, config }: PlanInput): Plan {
  const { block } = type.schema;
  const own = ownOf(type.name);
  const forced = new Set<string>();
  const force = (name: string) => forced.add(name);
  const wished = { prior, proposed, config, block, facts: type.facts, force };
  const wanted = own.wish?.(wished) ?? proposed;
  const planning: Planning = { ...wished, proposed: wanted };
  const tagging = own.hasOwnTagsOnly?.(planning) ? { ...connection, defaultTags: {} } : connection;
  const customize = (base: Fields) => {
    const customized = own.plan?.(base, planning) ?? base;
    // The newer library leaves alone what an author writes there, which nobody should.
    if (!isSdkType(type) && (config["tags_all"] ?? null) !== null) return customized;
    return withComputedTags(type, customized, prior, tagging);
  };
  const sides = { prior, proposed: wanted };
  const names = forcingNames(type.facts, alsoForcing(type, connection), sides);
  const asked = { type, connection, prior, proposed: wanted, config, forcing: names };
  const { planned, forcing } = isSdkType(type)
    ? planWithSdk({ ...asked, isSame: isSameOf(own, planning) }, customize)
    : planWithFramework(asked, customize);
  if (!prior) return { planned, replace: [] };
  const changes = changesOf(block, prior, planned);
  if (changes.length === 0) return { planned: prior, replace: [] };
  const after = isSdkType(type) ? recomputed(type, planned, config, changes) : { ...planned };
  for (const name of forcedByOthers(type, changes)) {
    forced.add(name);
    // What nobody wrote forces because the cloud may tell another value.
    const isOpen = block.attributes?.[name]?.computed && (config[name] ?? null) === null;
    if (isOpen) after[name] = UNKNOWN;
  }
  const others = fieldsOf(block)
    .filter(({ name }) => forced.has(name))
    .filter(({ name, type: own }) => !isEqual(prior[name] ?? null, after[name] ?? null, own))
    .map(({ name }): Path => [{ attribute_name: name }]);
  return { planned: after, replace: unique([...forcing, ...others]) };
}

/** What a type's own code takes for the same in this plan. */
function isSameOf({ isSame }: Own, planning: Planning): OwnSameness | undefined {
  return isSame && ((name, texts) => isSame(name, texts, planning));
}

/** Arguments that force a replacement because others change. */
function forcedByOthers({ facts }: ResourceType, changes: readonly Change[]): readonly string[] {
  return Object.entries(facts.forcedBy ?? {})
    .filter(([, when]) => when === "always" || changes.some(({ name }) => when.includes(name)))
    .map(([name]) => name);
}

/** Something imported by its id alone: a null in its state means that nobody knows yet. */
function planAdopted({ type, connection, proposed, config }: PlanInput, prior: Fields): Plan {
  const { block } = type.schema;
  const filled = new Planner(type, connection).create(block, proposed);
  const planned = withComputedTags(type, filled, prior, connection);
  const changes = changesOf(block, prior, planned);
  if (changes.length === 0) return { planned: prior, replace: [] };
  const names = forcingNames(type.facts, alsoForcing(type, connection), { prior, proposed });
  const forcing = changes.filter((change) => names.has(change.name) && !isNull(prior, change));
  return {
    planned: recomputed(type, planned, config, changes),
    replace: unique(forcing.map(({ path }) => path)),
  };
}

/** Since 6.0 every regional AWS type has a region; a resource cannot leave it. */
function alsoForcing({ schema }: ResourceType, { cloud }: Connection): readonly string[] {
  const { region } = schema.block.attributes ?? {};
  return cloud === "aws" && region?.optional === true ? ["region"] : [];
}

function isNull(prior: Fields, { path }: Change): boolean {
  let at: Value | undefined = prior;
  for (const step of path) {
    if (isList(at) && "element_key_int" in step) at = at[step.element_key_int];
    else if (isFields(at)) at = at[String(Object.values(step)[0])];
    if (at === null || at === undefined) return true;
  }
  return isList(at) && at.length === 0;
}

function unique(paths: readonly Path[]): Path[] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}
