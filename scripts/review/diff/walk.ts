import type { ValueChange } from "../plan/plan-json.ts";
import { isMarked, sameMarks } from "../secret/marks.ts";
import { isSecretByName, secretOfPair } from "../secret/names.ts";
import { HIDDEN, type Secrets } from "../secret/secrets.ts";
import type { AttributeDiff } from "./attribute.ts";
import { diffElements } from "./collection.ts";
import type { Forcing } from "./forcing.ts";
import type { DiffLine } from "./hunks.ts";
import { isTree, keysOf, type Place, placeAt } from "./place.ts";
import { isEmpty, same } from "./same.ts";
import { cut, manyLines, redacted, shown, shownPair, UNKNOWN } from "./shown.ts";
import { diffTexts, limited, linesOf } from "./text.ts";

/** What a comparison needs to know besides the place. */
export interface Comparison {
  readonly change: ValueChange;
  readonly secrets: Secrets;
  readonly forcing: Forcing;
  /** It is made anew: what the provider sets is only counted. */
  readonly anew: boolean;
  /** Told of each place that is only counted: the provider sets it. */
  readonly count: () => void;
}

/** What is told of a place that differs, besides where it is. */
type Told = Omit<AttributeDiff, "path" | "forces">;

/** Longest value of an added or removed block that is shown on one line. */
const ONE_LINE = 100;

/** Every difference at a place and below. */
export function walk(place: Place, comparison: Comparison): AttributeDiff[] {
  const { before, after, unknown, shape } = place;
  if (!isMarked(unknown) && same(before, after, shape)) return markOnly(place, comparison);
  if (isProvidersOwn(place, comparison)) {
    comparison.count();
    return [];
  }
  if (isSecret(place)) return [found(place, comparison, secretSides(place))];
  if (unknown === true) return [oneSided(place, before, "from", comparison, true)];
  if (typeof before === "string" && typeof after === "string") return [texts(place, comparison)];
  if (isEmpty(before) && !isMarked(unknown)) return [oneSided(place, after, "to", comparison)];
  if (isEmpty(after) && !isMarked(unknown)) return [oneSided(place, before, "from", comparison)];
  if (Array.isArray(before) || Array.isArray(after)) return lists(place, comparison);
  if (isTree(before) || isTree(after)) return objects(place, comparison);
  return [found(place, comparison, bothSides(place, comparison))];
}

/** A value that stays, and whose mark comes or goes. */
function markOnly(place: Place, comparison: Comparison): AttributeDiff[] {
  const { wasSecret, isSecret, before } = place;
  if (sameMarks(wasSecret, isSecret)) return [];
  if (wasSecret !== true && isSecret !== true && isTree(before)) {
    return keysOf(place).flatMap((key) => markOnly(placeAt(place, key), comparison));
  }
  const note = remarked(place);
  return note ? [found(place, comparison, { note: `does not change, and ${note}` })] : [];
}

/** True for what is not known yet only because the provider sets it. */
export function isProvidersOwn(
  { path, before, unknown, shape }: Place,
  { anew, forcing }: Comparison,
): boolean {
  if (unknown !== true || forcing.has(path)) return false;
  return anew || shape?.computed === true || (shape?.mayCompute === true && isEmpty(before));
}

function objects(place: Place, comparison: Comparison): AttributeDiff[] {
  const pair = [place.before, place.after].some((side) => isTree(side) && secretOfPair(side));
  return keysOf(place).flatMap((key) => {
    const below = placeAt(place, key);
    const hidden = pair && /^value$/i.test(key);
    return walk(hidden ? { ...below, secret: true } : below, comparison);
  });
}

function lists(place: Place, comparison: Comparison): AttributeDiff[] {
  const { changed, removed, added } = diffElements(place);
  const inside = changed.flatMap((each) => walk(each, comparison));
  const plain = [...removed, ...added].every(({ before, after }) => !isTree(before ?? after));
  if (plain && removed.length + added.length > 1) {
    const lines: DiffLine[] = [
      ...removed.map((each) => ({ mark: "-" as const, text: line(each, each.before, comparison) })),
      ...added.map((each) => ({ mark: "+" as const, text: line(each, each.after, comparison) })),
    ];
    return [...inside, found(place, comparison, { lines: limited(lines), what: "block" })];
  }
  return [
    ...inside,
    ...removed.map((each) => oneSided(each, each.before, "from", comparison)),
    ...added.map((each) => oneSided(each, each.after, "to", comparison)),
  ];
}

function texts(place: Place, comparison: Comparison): AttributeDiff {
  const { before, after } = place as Place & { readonly before: string; readonly after: string };
  const long = diffTexts(before, after, comparison.secrets);
  return found(place, comparison, long ?? bothSides(place, comparison));
}

/**
 * A value that stands on one side only.
 *
 * @param pending whether the other side is there, but not known yet
 */
function oneSided(
  place: Place,
  value: unknown,
  side: "from" | "to",
  comparison: Comparison,
  pending = false,
): AttributeDiff {
  const { secrets } = comparison;
  const mark = side === "from" ? "-" : "+";
  const lines = (texts: readonly string[]) => limited(texts.map((text) => ({ mark, text })));
  const note = pending && { note: "the new value is known after apply" };
  if (isSecret(place)) return found(place, comparison, { [side]: HIDDEN });
  const text = typeof value === "string" ? linesOf(value, secrets) : undefined;
  if (text) {
    const all = lines(text.lines.map((each) => each.text));
    return found(place, comparison, { lines: all, what: text.what, ...note });
  }
  const short = isEmpty(value) && pending ? undefined : line(place, value, comparison);
  if (short !== undefined && short.length > ONE_LINE && isTree(value)) {
    const { name, secret, shape } = place;
    const unknown = value === place.after ? place.unknown : undefined;
    const tree = redacted({ value, name, secret, unknown, shape }, secrets);
    return found(place, comparison, { lines: lines(manyLines(tree)), what: "block", ...note });
  }
  const sides = short !== undefined && { [side]: short };
  return found(place, comparison, { ...sides, ...(pending && { to: UNKNOWN }) });
}

function bothSides(place: Place, { secrets }: Comparison): Pick<Told, "from" | "to"> {
  const { name, before, after, secret, shape, unknown } = place;
  const [from, to] = shownPair(
    { value: before, name, secret, unknown: undefined, shape },
    { value: after, name, secret, unknown, shape },
    secrets,
  );
  return { from, to };
}

/** That a secret changes, and never how. */
function secretSides(place: Place): Told {
  const { before, after, unknown } = place;
  const note = remarked(place);
  return {
    ...(!isEmpty(before) && { from: HIDDEN }),
    ...(unknown === true ? { to: UNKNOWN } : !isEmpty(after) && { to: HIDDEN }),
    ...(note && { note }),
  };
}

/** That a mark comes or goes between two values that stand. */
function remarked({ before, after, wasSecret, isSecret }: Place): string | undefined {
  if (isEmpty(before) || isEmpty(after) || isMarked(wasSecret) === isMarked(isSecret)) {
    return undefined;
  }
  return isMarked(isSecret)
    ? "is marked as sensitive from now on"
    : "is not marked as sensitive any more";
}

function isSecret({ name, before, after, secret, shape }: Place): boolean {
  if (secret === true || shape?.sensitive) return true;
  if (shape?.kind === "set" && isMarked(secret)) return true;
  return isSecretByName(name, before) || isSecretByName(name, after);
}

function line(place: Place, value: unknown, { secrets }: Comparison): string {
  const { name, secret, shape } = place;
  const unknown = value === place.after ? place.unknown : undefined;
  return shown({ value, name, secret, shape, unknown }, secrets);
}

function found(place: Place, { secrets, forcing }: Comparison, told: Told): AttributeDiff {
  const path = cut(secrets.hide(place.path));
  return { path, ...told, forces: forcing.has(path) };
}
