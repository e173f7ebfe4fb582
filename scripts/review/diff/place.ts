import type { ValueChange } from "../plan/plan-json.ts";
import { below, type Shape } from "../schema.ts";
import { eitherMarks, type Marks, marksAt } from "../secret/marks.ts";

/** One place of a changing thing, seen in all parallel trees of a plan. */
export interface Place {
  readonly path: string;
  /** Last name on the path: an index has none of its own. */
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: Marks;
  /** What each side marks as sensitive, and what either does. */
  readonly wasSecret: Marks;
  readonly isSecret: Marks;
  readonly secret: Marks;
  readonly shape: Shape | undefined;
}

/** The place of a whole thing. */
export function rootPlace(change: ValueChange, shape: Shape | undefined): Place {
  return {
    path: "",
    name: "",
    before: change.before,
    after: change.after,
    unknown: change.after_unknown,
    wasSecret: change.before_sensitive,
    isSecret: change.after_sensitive,
    secret: eitherMarks(change.before_sensitive, change.after_sensitive),
    shape,
  };
}

/** The place below a key of an object or a map. */
export function placeAt(place: Place, key: string): Place {
  return {
    path: pathAt(place.path, key),
    name: key,
    before: valueAt(place.before, key),
    after: valueAt(place.after, key),
    unknown: marksAt(place.unknown, key),
    wasSecret: marksAt(place.wasSecret, key),
    isSecret: marksAt(place.isSecret, key),
    secret: marksAt(place.secret, key),
    shape: below(place.shape, key),
  };
}

function pathAt(path: string, key: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** The place that joins an element of the list before and one of the list after. */
export function elementPlace(place: Place, from: number, to: number, label: string): Place {
  return {
    path: `${place.path}[${label}]`,
    name: place.name,
    before: valueAt(place.before, from),
    after: valueAt(place.after, to),
    unknown: marksAt(place.unknown, to),
    wasSecret: marksAt(place.wasSecret, from),
    isSecret: marksAt(place.isSecret, to),
    secret: eitherMarks(marksAt(place.secret, from), marksAt(place.secret, to)),
    shape: place.shape?.element,
  };
}

/** What stands below a key; nothing where the value is no tree. */
export function valueAt(value: unknown, key: string | number): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as Readonly<Record<string | number, unknown>>)[key];
}

/** Every key that one of the trees has at this place, in the order of the values. */
export function keysOf({ before, after, unknown }: Place): string[] {
  let keys: string[] = [];
  for (const tree of [before, after, unknown]) {
    if (isTree(tree)) keys = withKeys(keys, Object.keys(tree));
  }
  return keys;
}

/** With those that are not there yet. Both sides of a thing mostly have the same. */
function withKeys(keys: string[], others: string[]): string[] {
  if (keys.length === 0) return others;
  if (others.every((key, at) => key === keys[at])) return keys;
  return [...new Set([...keys, ...others])];
}

/** True where nothing can differ below a key: one value, known and marked alike on both sides. */
export function staysAt(place: Place, key: string): boolean {
  const { before, after, unknown, wasSecret, isSecret } = place;
  return (
    valueAt(before, key) === valueAt(after, key) &&
    marksAt(unknown, key) === undefined &&
    marksAt(wasSecret, key) === marksAt(isSecret, key)
  );
}

/** True for an object or a list. */
export function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
