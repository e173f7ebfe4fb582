import { diffArrays } from "diff";
import { isMarked } from "../secret/marks.ts";
import { elementPlace, isTree, type Place, valueAt } from "./place.ts";
import { canonical } from "./same.ts";

/** A list that differs, element by element. */
export interface ElementDiffs {
  /** Elements that stand on both sides and differ. */
  readonly changed: readonly Place[];
  /** Elements of one side only: places whose other side is empty. */
  readonly removed: readonly Place[];
  readonly added: readonly Place[];
}

/** Pairs the elements of a list or a set: by identity where it has one, else by likeness. */
export function diffElements(place: Place): ElementDiffs {
  const before = listOf(place.before);
  const after = listOf(place.after);
  if (place.shape?.kind === "set") return diffSet(place, before, after);
  if (isMarked(place.unknown)) return byIndex(place, before, after);
  const element = place.shape?.element;
  const parts = diffArrays(
    before.map((each) => canonical(each, element)),
    after.map((each) => canonical(each, element)),
  );
  const pairs: [from: number, to: number][] = [];
  let [from, to] = [0, 0];
  const gone: number[] = [];
  const come: number[] = [];
  const settle = () => {
    const both = gone.length === come.length ? gone.length : 0;
    for (let at = 0; at < both; at++) pairs.push(...paired(place, gone[at]!, come[at]!));
    for (const at of gone.splice(0).slice(both)) pairs.push([at, -1]);
    for (const at of come.splice(0).slice(both)) pairs.push([-1, at]);
  };
  for (const { count = 0, added, removed } of parts) {
    if (!added && !removed) settle();
    for (let at = 0; at < count; at++) {
      if (removed) gone.push(from++);
      else if (added) come.push(to++);
      else {
        from++;
        to++;
      }
    }
  }
  settle();
  return sorted(place, pairs);
}

function byIndex(
  place: Place,
  before: readonly unknown[],
  after: readonly unknown[],
): ElementDiffs {
  const unknown = isTree(place.unknown) ? Object.keys(place.unknown).length : 0;
  const length = Math.max(before.length, after.length, unknown);
  const afters = Math.max(after.length, unknown);
  const pairs = Array.from({ length }, (_, at) =>
    paired(place, at < before.length ? at : -1, at < afters ? at : -1),
  );
  return sorted(place, pairs.flat());
}

/** Two elements as one that changes; as one that goes and one that comes where their names differ. */
function paired(place: Place, from: number, to: number): [number, number][] {
  const [old, now] = [valueAt(place.before, from), valueAt(place.after, to)];
  const key = IDENTITIES.find((each) => isName(valueAt(old, each)) && isName(valueAt(now, each)));
  const isOther = key !== undefined && valueAt(old, key) !== valueAt(now, key);
  return isOther
    ? [
        [from, -1],
        [-1, to],
      ]
    : [[from, to]];
}

function isName(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

/** Attributes by which an element is known from one side to the other. */
const IDENTITIES = ["name", "key", "ref", "id", "sid", "priority", "rule_number", "zone_name"];

function diffSet(
  place: Place,
  before: readonly unknown[],
  after: readonly unknown[],
): ElementDiffs {
  const element = place.shape?.element;
  const afters = new Map<string, number[]>();
  after.forEach((each, at) => {
    const text = canonical(each, element);
    afters.set(text, [...(afters.get(text) ?? []), at]);
  });
  const gone: number[] = [];
  before.forEach((each, at) => {
    if (afters.get(canonical(each, element))?.shift() === undefined) gone.push(at);
  });
  const come = [...afters.values()].flat().sort((a, b) => a - b);
  // One that goes and one that comes in a set of blocks are one that changes.
  if (gone.length === 1 && come.length === 1 && isTree(before[gone[0]!])) {
    return sorted(place, [[gone[0]!, come[0]!]]);
  }
  const pairs: [number, number][] = gone.map((from) => {
    const identity = identityOf(before[from]);
    const at = come.findIndex((to) => identity && identityOf(after[to]) === identity);
    return [from, at < 0 ? -1 : come.splice(at, 1)[0]!];
  });
  return sorted(place, [...pairs, ...come.map((to): [number, number] => [-1, to])]);
}

function sorted(place: Place, pairs: readonly (readonly [number, number])[]): ElementDiffs {
  const label = (from: number, to: number) => {
    const element = valueAt(place.after, to) ?? valueAt(place.before, from);
    const identity = isMarked(place.secret) ? undefined : identityOf(element);
    if (identity) return identity;
    return place.shape?.kind === "set" ? "" : String(to >= 0 ? to : from);
  };
  const places = pairs.map(([from, to]) => ({
    from,
    to,
    place: elementPlace(place, from, to, label(from, to)),
  }));
  const pick = (wanted: (from: number, to: number) => boolean) =>
    places.filter(({ from, to }) => wanted(from, to)).map((each) => each.place);
  return {
    changed: pick((from, to) => from >= 0 && to >= 0),
    removed: pick((_, to) => to < 0),
    added: pick((from) => from < 0),
  };
}

function identityOf(element: unknown): string | undefined {
  if (!isTree(element)) return undefined;
  for (const key of IDENTITIES) {
    const value = element[key];
    if (typeof value === "string" && value !== "") return JSON.stringify(value);
    if (typeof value === "number") return `${key} ${value}`;
  }
  return undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
