import type { Json } from "../stacks/template.ts";

/** One attribute that changes. */
export interface AttributeChange {
  /** Where it is: `settings.0.tier`. */
  readonly path: string;
  /** Old and new value as short text; left out where they are long, unknown or sensitive. */
  readonly from?: string;
  readonly to?: string;
}

/** The values of one thing in a plan, before and after, with the trees that mark them. */
export interface PlannedValues {
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
}

/** Longest value that is shown. */
const SHORT = 60;

/** Every place whose value changes, without any value that is sensitive. */
export function differences(change: PlannedValues): AttributeChange[] {
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
