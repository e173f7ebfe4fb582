import { canonical, same } from "../../review/diff/same.ts";
import { doingOf, isDestructive } from "../../review/plan/action.ts";
import type { PlanJson, ResourceChange } from "../../review/plan/plan-json.ts";
import type { SchemaOf, Shape } from "../../review/schema.ts";
import { below } from "../../review/schema.ts";
import { isMarked, marksAt } from "../../review/secret/marks.ts";
import { changesByKey } from "./differences.ts";
import { type MovedValue, Replacement } from "./moved.ts";

/** Whether a plan only follows values that the review marked as moving. */
export interface Following {
  /** Places that take the new values: `aws_security_group.api: vpc_id`. */
  readonly follows: readonly string[];
  /** What speaks against it; nothing where it only follows. */
  readonly against: readonly string[];
}

/**
 * Whether a plan is the reviewed one with new values in the place of those that the review marked
 * as moving, and nothing else: the same code does the same to the same things, nothing is destroyed,
 * replaced or forgotten. What only the provider computes may become unknown.
 *
 * @param reviewed the reviewed plan; left out where the review knew the stack without a plan, and
 * expected no changes but these
 */
export function followingOf(
  reviewed: PlanJson | undefined,
  now: PlanJson,
  moved: readonly MovedValue[],
  schemaOf: SchemaOf,
): Following {
  const replacement = new Replacement(moved);
  const old = new Map((reviewed?.resource_changes ?? []).map((each) => [each.address, each]));
  const fresh = changesByKey(now);
  const follows: string[] = [];
  const against = [...changesByKey(reviewed ?? NOTHING)]
    .filter(([key]) => !fresh.has(key))
    .map(
      ([key, { change }]) => `${key} was to be changed (${change.actions.join(", ")}) and is not`,
    );
  for (const [key, resource] of fresh) {
    const before = reviewed ? old.get(resource.address) : undefined;
    const problem = roughProblem(before, resource, reviewed !== undefined);
    if (problem) {
      against.push(`${key} ${problem}`);
      continue;
    }
    const shape = schemaOf(resource.type, resource.provider_name);
    const places = strangePlaces(before ?? standing(resource), resource, { shape, replacement });
    against.push(...places.strange.map((path) => `${key}: ${path} is another value`));
    follows.push(...places.follows.map((path) => `${key}: ${path}`));
  }
  return { follows, against: [...against, ...besides(reviewed, now)] };
}

const NOTHING: PlanJson = { format_version: "1.2" };

/** What is wrong with a change before its values are looked at. */
function roughProblem(
  before: ResourceChange | undefined,
  now: ResourceChange,
  planned: boolean,
): string | undefined {
  const doing = doingOf(now);
  if (!doing || isDestructive(doing.action) || doing.action === "unknown") {
    return `would be changed by ${now.change.actions.join(", ")}`;
  }
  if (!before) return !planned && doing.action === "update" ? undefined : "is new to the review";
  const was = doingOf(before);
  if (was ? was.action !== doing.action : doing.action !== "update") {
    return `would be changed by ${doing.action}, reviewed was ${was?.action ?? "nothing"}`;
  }
  if (now.deposed || before.previous_address !== now.previous_address) return "has another past";
  return same(before.change.before, now.change.before) ? undefined : "stands in another way now";
}

/** A thing for which the review expected nothing: as it stands. */
function standing(resource: ResourceChange): ResourceChange {
  const { before, before_sensitive } = resource.change;
  const change = { actions: ["no-op"], before, after: before, after_sensitive: before_sensitive };
  return { ...resource, change };
}

interface Comparing {
  readonly shape: Shape | undefined;
  readonly replacement: Replacement;
}

/** The places at which two plans of one thing differ: by a value that follows, or otherwise. */
function strangePlaces(was: ResourceChange, is: ResourceChange, comparing: Comparing) {
  const strange: string[] = [];
  const follows: string[] = [];
  const walk = (path: string, sides: Sides, shape: Shape | undefined) => {
    const { old, now, oldUnknown, nowUnknown } = sides;
    if (nowUnknown === true || oldUnknown === true) {
      if (oldUnknown !== nowUnknown && !shape?.computed) strange.push(path);
      return;
    }
    const marked = isMarked(nowUnknown) || isMarked(oldUnknown);
    if (!marked && same(old, now, shape)) return;
    if (path && !marked && same(comparing.replacement.apply(old), now, shape)) {
      follows.push(path);
      return;
    }
    const keys = shape?.kind === "set" ? undefined : keysOf(sides);
    if (!keys) strange.push(path || "all of it");
    for (const key of keys ?? []) {
      walk(path ? `${path}.${key}` : key, at(sides, key), below(shape, key));
    }
  };
  const [before, after] = [was.change, is.change];
  const sides: Sides = {
    old: before.after,
    now: after.after,
    oldUnknown: before.after_unknown,
    nowUnknown: after.after_unknown,
  };
  walk("", sides, comparing.shape);
  return { strange, follows };
}

interface Sides {
  readonly old: unknown;
  readonly now: unknown;
  readonly oldUnknown: unknown;
  readonly nowUnknown: unknown;
}

/** What two values of one kind have inside; nothing where they cannot be looked into together. */
function keysOf({ old, now, oldUnknown, nowUnknown }: Sides): string[] | undefined {
  const isTree = (value: unknown) => typeof value === "object" && value !== null;
  if (!isTree(old) || !isTree(now) || Array.isArray(old) !== Array.isArray(now)) return undefined;
  if (Array.isArray(old) && old.length !== (now as readonly unknown[]).length) return undefined;
  const trees = [old, now, oldUnknown, nowUnknown].filter(isTree) as object[];
  return [...new Set(trees.flatMap((tree) => Object.keys(tree)))];
}

function at({ old, now, oldUnknown, nowUnknown }: Sides, key: string): Sides {
  const value = (tree: unknown) => (tree as Readonly<Record<string, unknown>>)[key];
  return {
    old: value(old),
    now: value(now),
    oldUnknown: marksAt(oldUnknown, key),
    nowUnknown: marksAt(nowUnknown, key),
  };
}

/** What else must not differ. Outputs may: whoever reads them is planned again. */
function besides(reviewed: PlanJson | undefined, now: PlanJson): string[] {
  const actions = (plan: PlanJson | undefined) => canonical(plan?.action_invocations ?? []);
  const lost = Object.entries(now.output_changes ?? {}).filter(
    ([name, { actions }]) =>
      actions.includes("delete") && !reviewed?.output_changes?.[name]?.actions.includes("delete"),
  );
  return [
    ...lost.map(([name]) => `output ${name} goes away`),
    ...(actions(reviewed) === actions(now) ? [] : ["other actions run"]),
    ...(now.errored || now.complete === false ? ["the plan is not complete"] : []),
  ];
}
