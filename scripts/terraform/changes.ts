import type { Json } from "../stacks/template.ts";

/** What happens to a thing. */
export type Action = "create" | "update" | "replace" | "delete" | "forget" | "move" | "import";

/** One attribute that changes. */
export interface AttributeChange {
  /** Where it is: `settings.0.tier`. */
  readonly path: string;
  /** Old and new value as short text; left out where they are long, unknown or sensitive. */
  readonly from?: string;
  readonly to?: string;
}

/** What a plan does to one thing. */
export interface Change {
  readonly address: string;
  readonly action: Action;
  /** What an update or a replacement changes. */
  readonly attributes: readonly AttributeChange[];
  /** The attributes that force a replacement. */
  readonly forcedBy: readonly string[];
}

/** The part of `terraform show -json <plan>` that we read. */
export interface PlanJson {
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, { readonly actions: readonly string[] }>>;
}

interface ResourceChange {
  readonly address: string;
  readonly mode: string;
  readonly previous_address?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: unknown;
    readonly after: unknown;
    readonly after_unknown?: unknown;
    readonly before_sensitive?: unknown;
    readonly after_sensitive?: unknown;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
    readonly importing?: Json;
  };
}

/** Longest value that is shown. */
const SHORT = 60;

/** What a plan changes, in the plan's order. Data sources are not changes. */
export function changesOf(plan: PlanJson): Change[] {
  return (plan.resource_changes ?? []).flatMap((resource) => {
    const action = actionOf(resource);
    if (resource.mode !== "managed" || action === undefined) return [];
    const { replace_paths = [] } = resource.change;
    const shown = action === "update" || action === "replace";
    return [
      {
        address: resource.address,
        action,
        attributes: shown ? differences(resource.change) : [],
        forcedBy: replace_paths.map((path) => path.join(".")),
      },
    ];
  });
}

/** Names of the outputs that a plan changes. */
export function outputChanges(plan: PlanJson): string[] {
  return Object.entries(plan.output_changes ?? {})
    .filter(([, { actions }]) => actions[0] !== "no-op")
    .map(([name]) => name);
}

function actionOf({ change, previous_address }: ResourceChange): Action | undefined {
  const actions = change.actions.join("+");
  if (actions === "delete+create" || actions === "create+delete") return "replace";
  if (actions === "create" || actions === "update" || actions === "delete") return actions;
  if (actions === "forget") return "forget";
  if (actions === "no-op" && change.importing) return "import";
  if (actions === "no-op" && previous_address) return "move";
  return undefined;
}

function differences(change: ResourceChange["change"]): AttributeChange[] {
  const found: AttributeChange[] = [];
  const walk = (path: string[], sides: Sides) => {
    if (sides.unknown === true) return note(found, path, sides);
    if (same(sides.before, sides.after) && !isMarked(sides.unknown)) return;
    const secret = sides.secretBefore === true || sides.secretAfter === true;
    const both = isTree(sides.before) && isTree(sides.after);
    const alike = both && Array.isArray(sides.before) === Array.isArray(sides.after);
    if (!alike || secret) return note(found, path, sides);
    for (const key of keysOf(sides)) walk([...path, key], below(sides, key));
  };
  walk([], {
    before: change.before,
    after: change.after,
    unknown: change.after_unknown,
    secretBefore: change.before_sensitive,
    secretAfter: change.after_sensitive,
  });
  return found;
}

/** One place of a plan, seen from all its parallel trees. */
interface Sides {
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: unknown;
  readonly secretBefore: unknown;
  readonly secretAfter: unknown;
}

function note(found: AttributeChange[], path: readonly string[], sides: Sides): void {
  const secret = isMarked(sides.secretBefore) || isMarked(sides.secretAfter);
  const from = secret ? undefined : short(sides.before);
  const to = sides.unknown === true ? "known after apply" : secret ? undefined : short(sides.after);
  found.push({ path: path.join("."), ...(from && { from }), ...(to && { to }) });
}

function keysOf({ before, after, unknown }: Sides): string[] {
  const keys = [before, after, unknown].flatMap((tree) => (isTree(tree) ? Object.keys(tree) : []));
  return [...new Set(keys)];
}

function below(sides: Sides, key: string): Sides {
  const at = (tree: unknown) => (tree === true ? true : isTree(tree) ? tree[key] : undefined);
  const value = (tree: unknown) => (isTree(tree) ? tree[key] : undefined);
  return {
    before: value(sides.before),
    after: value(sides.after),
    unknown: at(sides.unknown),
    secretBefore: at(sides.secretBefore),
    secretAfter: at(sides.secretAfter),
  };
}

/** Whether a tree of marks (unknown or sensitive) carries one anywhere. */
function isMarked(marks: unknown): boolean {
  if (marks === true) return true;
  return isTree(marks) && Object.values(marks).some(isMarked);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

function short(value: unknown): string | undefined {
  const text = value === undefined ? "null" : JSON.stringify(value);
  return text.length <= SHORT ? text : undefined;
}

function isTree(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}
