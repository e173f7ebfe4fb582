import type { Path } from "../../cty/path.ts";
import { type Fields, isFields, isList, type Value } from "../../cty/value.ts";
import type { ResourceType } from "../../schema/library.ts";
import type { Connection } from "../connection.ts";
import { type Change, changesOf } from "./changes.ts";
import { withEarly } from "./known-early.ts";
import { Planner } from "./planner.ts";
import { recomputed } from "./recomputed.ts";
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
export function plan({ type, connection, prior, proposed, config, adopted }: PlanInput): Plan {
  const { block } = type.schema;
  const planner = new Planner(type, connection);
  if (!prior) {
    const created = withEarly(type.name, planner.create(block, proposed), undefined);
    return { planned: withComputedTags(block, created, undefined, connection), replace: [] };
  }
  const filled = adopted
    ? planner.create(block, proposed)
    : planner.update(block, prior, withEarly(type.name, proposed, prior));
  const planned = withComputedTags(block, filled, prior, connection);
  const changes = changesOf(block, prior, planned);
  if (changes.length === 0) return { planned: prior, replace: [] };
  const forcing = changes.filter(
    (change) => isForcing(change, type, connection) && !(adopted && isNull(prior, change)),
  );
  return {
    planned: recomputed(type, connection, planned, config, changes),
    replace: unique(forcing.map(({ path }) => path)),
  };
}

function isForcing({ name }: Change, { facts, schema }: ResourceType, { cloud }: Connection) {
  if (facts.forceNew?.includes(name)) return true;
  // Since 6.0 every regional AWS type has it; a resource cannot leave its region.
  const { region } = schema.block.attributes ?? {};
  return cloud === "aws" && name === "region" && region?.optional === true;
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
