import type { ValueChange } from "../plan/plan-json.ts";
import type { Shape } from "../schema.ts";
import { isMarked, sameMarks } from "../secret/marks.ts";
import type { Secrets } from "../secret/secrets.ts";
import type { AttributeDiff } from "./attribute.ts";
import { Forcing } from "./forcing.ts";
import { keysOf, type Place, placeAt, rootPlace, staysAt, valueAt } from "./place.ts";
import { isEmpty, same } from "./same.ts";
import { cut } from "./shown.ts";
import { isProvidersOwn, walk } from "./walk.ts";

/** What changes of a thing, and how much does not. */
export interface Diff {
  readonly attributes: readonly AttributeDiff[];
  /** Attributes that have a value and keep it. */
  readonly unchanged: number;
  /** Attributes that only the provider sets and that are known after the apply. */
  readonly knownAfterApply: number;
  /** Attributes that go from one way of saying "nothing" to another. */
  readonly emptyFlips: number;
}

/** How a thing is compared. */
export interface DiffOptions {
  readonly change: ValueChange;
  readonly shape: Shape | undefined;
  readonly secrets: Secrets;
  /** It is made anew: what the provider sets is only counted. */
  readonly anew: boolean;
}

/** Names of the attributes of a thing that change, but for those that the provider sets itself. */
export function* changedNames(options: DiffOptions): Iterable<string> {
  const { change, shape } = options;
  const comparison = { ...options, forcing: new Forcing(change.replace_paths), count: () => {} };
  const root = rootPlace(change, shape);
  for (const key of keysOf(root)) {
    if (staysAt(root, key)) continue;
    const place = placeAt(root, key);
    const isChanged =
      place.unknown === true ? !isProvidersOwn(place, comparison) : differs(place, change);
    if (isChanged) yield key;
  }
}

/** True where a value, or what is known or marked of it, is another one. */
function differs(place: Place, { before, after }: ValueChange): boolean {
  if (isMarked(place.unknown) || !same(place.before, place.after, place.shape)) return true;
  return before && after ? !sameMarks(place.wasSecret, place.isSecret) : false;
}

/** Compares a thing before and after, attribute by attribute. */
export function diffOf(options: DiffOptions): Diff {
  return compared(options, () => true);
}

/** Only the differences that force a replacement: nothing else of the thing is compared. */
export function forcingOf(options: DiffOptions): AttributeDiff[] {
  const { attributes } = compared(options, ({ path }, forcing) => forcing.has(path));
  return attributes.filter(({ forces }) => forces);
}

function compared(
  { change, shape, secrets, anew }: DiffOptions,
  isWanted: (place: Place, forcing: Forcing) => boolean,
): Diff {
  const forcing = new Forcing(change.replace_paths);
  const root = rootPlace(change, shape);
  const attributes: AttributeDiff[] = [];
  const counts = { unchanged: 0, knownAfterApply: 0, emptyFlips: 0 };
  const count = () => {
    counts.knownAfterApply++;
  };
  const comparison = { change, secrets, forcing, anew, count };
  for (const key of keysOf(root)) {
    if (staysAt(root, key)) {
      if (!isEmpty(valueAt(root.before, key))) counts.unchanged++;
      continue;
    }
    const place = placeAt(root, key);
    if (!isWanted(place, forcing)) continue;
    if (differs(place, change)) attributes.push(...walk(place, comparison));
    else if (!isEmpty(place.before)) counts.unchanged++;
    else if (change.before && change.after && place.before !== place.after) counts.emptyFlips++;
  }
  const silent = forcing.without(attributes);
  const named = silent.map((path) => ({ path: cut(secrets.hide(path)), forces: true }));
  return { attributes: [...attributes, ...named], ...counts };
}
