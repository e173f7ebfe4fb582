import { type Fields, isFields, isList, isUnknown, type Value } from "../../../cty/value.ts";
import { type Coded, codedElements, listText } from "./codes.ts";
import { type Aspect, aspectOf, type Diff, type Diffs, noop, settled } from "./diff.ts";
import { elementType, type Shape, TIMEOUTS } from "./shape.ts";
import type { Texts } from "./state-texts.ts";
import { textOf, typedText, zeroText } from "./text.ts";
import type { Traits } from "./traits.ts";
import { COUNT, Tree } from "./tree.ts";

/** Where in a resource a value is compared. */
export interface Place {
  /** Inside of a set that changes, where the library looks at everything anew. */
  readonly all: boolean;
  /** Inside of an element of a set that is gone: not even defaults are read there. */
  readonly gone: boolean;
}

const ROOT: Place = { all: false, gone: false };

/** A state and what is wanted instead. */
export interface Sides {
  /** Undefined where there is nothing. */
  readonly texts: Texts | undefined;
  /** As the library reads it: what an element of a list holds, or what a set's elements hold. */
  readonly state: Value;
  readonly wanted: Value;
}

/**
 * Finds what differs, the way HashiCorp's older library does (terraform-plugin-sdk v2.37.0,
 * helper/schema/schema.go): it compares texts, and to a text nothing, "", 0 and false are much the
 * same.
 */
export class Differ {
  readonly #traits: Traits;
  /** The blocks on the way to where we are, as they are wanted. */
  readonly #around = new Map<string, Fields | undefined>();
  /** Does the resource stand already? */
  readonly #exists: boolean;

  constructor(traits: Traits, exists: boolean) {
    this.#traits = traits;
    this.#exists = exists;
  }

  /** What differs in all places of a resource. */
  resource(shapes: readonly Shape[], sides: Sides): Diffs {
    const diffs: Diffs = new Tree();
    const known = shapes.filter(({ name, writeOnly }) => name !== TIMEOUTS && !writeOnly);
    this.#fields(known, "", sides, ROOT, diffs);
    return diffs;
  }

  #fields(shapes: readonly Shape[], name: string, sides: Sides, place: Place, into: Diffs): void {
    const state = isFields(sides.state) ? sides.state : {};
    const wanted = isFields(sides.wanted) ? sides.wanted : undefined;
    this.#around.set(name, wanted);
    for (const shape of shapes) {
      const texts = sides.texts?.kids.get(shape.key);
      const inner = { texts, state: state[shape.key] ?? null, wanted: wanted?.[shape.key] ?? null };
      into.hang(shape.key, this.#shape(shape, inner, place));
    }
  }

  #shape(shape: Shape, sides: Sides, place: Place): Diffs {
    const found = this.#found(shape, sides, place);
    const { name } = shape;
    const isLeftOut = this.#traits.isLeftOut(name, (path) => this.#around.get(path));
    return found.map((diff) => {
      if (!isLeftOut && !this.#traits.isSame(shape, diff, place.all)) return diff;
      // In a set that changes, everything must be told, even what stays.
      return place.all ? noop(diff) : undefined;
    });
  }

  #found(shape: Shape, sides: Sides, place: Place): Diffs {
    if (shape.kind === "primitive") {
      return new Tree(this.#primitive(shape, sides.texts?.own, sides.wanted, place));
    }
    const blank = shape.isBlock && isList(sides.wanted) && sides.wanted.length === 0;
    const isOpen = (sides.wanted === null || blank) && shape.fallback !== undefined && !place.gone;
    const wanted = isOpen ? shape.fallback : blank ? null : sides.wanted;
    if (shape.kind === "map") return this.#map(shape, sides.texts, wanted, place);
    const given = { ...sides, wanted };
    return shape.kind === "set" ? this.#set(shape, given, place) : this.#list(shape, given, place);
  }

  /** @param shape of the primitive, or of the list or set whose element it is */
  #primitive(shape: Shape, old: string | undefined, wanted: Value, place: Place): Diff | undefined {
    const isElement = shape.kind !== "primitive";
    const type = isElement ? elementType(shape) : shape.type;
    const computed = isUnknown(wanted);
    const before = old === undefined ? undefined : typedText(old, type);
    const given = isElement || place.gone ? wanted : (wanted ?? shape.fallback ?? null);
    const written = computed && type !== "string" ? undefined : textOf(given);
    const after =
      written !== undefined && shape.normalize && !computed ? shape.normalize(written) : written;
    const next = after ?? (before === undefined ? "" : zeroText(type));
    const isComputed = !isElement && shape.computed;
    if ((before ?? "") === next && !place.all && !computed) {
      if (next !== "" || this.#exists || !isComputed) return undefined;
    }
    const removed = before !== undefined && after === undefined && !computed;
    if (removed && isComputed) return undefined;
    const aspect = { ...aspectOf(shape, this.#traits.isForcing), computed: isComputed };
    const diff = settled(aspect, { old: before ?? "", next, removed, computed });
    return diff && { ...diff, old: old ?? "" };
  }

  #map(shape: Shape, texts: Texts | undefined, wanted: Value | undefined, place: Place): Diffs {
    const diffs: Diffs = new Tree();
    const unknown =
      isUnknown(wanted) || (isFields(wanted) && Object.values(wanted).some(isUnknown));
    const given = isFields(wanted) && !unknown ? wanted : undefined;
    const after = Object.entries(given ?? {}).filter(([, value]) => value !== null);
    const before = new Map([...(texts?.kids ?? [])].map(([key, { own }]) => [key, own ?? ""]));
    before.delete(COUNT);
    const [had, has] = [before.size, after.length];
    const isOpen = had === 0 && has === 0 && shape.computed && texts === undefined;
    const changes = had !== has && !(had !== 0 && has === 0 && shape.computed);
    const aspect = aspectOf(shape, this.#traits.isForcing);
    if (changes || isOpen || unknown) {
      const counted = isOpen || unknown ? { old: "", next: "" } : { old: `${had}`, next: `${has}` };
      const count = settled({ ...aspect, computed: shape.computed || unknown }, counted);
      if (count) diffs.put(COUNT, { ...count, old: texts?.at(COUNT) ?? "" });
    }
    if (given === undefined && shape.computed) return diffs;
    for (const [key, value] of after) {
      const next = textOf(value) ?? "";
      const old = before.get(key);
      before.delete(key);
      if (old === next && !place.all) continue;
      diffs.hang(key, new Tree(settled(aspect, { old: old ?? "", next })));
    }
    for (const [key, old] of before) {
      diffs.hang(key, new Tree(settled(aspect, { old, next: "", removed: true })));
    }
    return diffs;
  }

  #list(shape: Shape, { texts, state, wanted }: Sides, place: Place): Diffs {
    const diffs: Diffs = new Tree();
    const count = texts?.at(COUNT);
    const computed = isUnknown(wanted) || (isList(wanted) && wanted.some(isUnknown));
    const given = isList(wanted) && !computed ? wanted : undefined;
    if (count !== undefined && !given && !computed && shape.computed) return diffs;
    const before = count === undefined || !isList(state) ? [] : state;
    const after = given ?? [];
    if (!place.all && given) {
      const text = listText(shape, before, "state");
      if (text !== undefined && before.length === after.length) {
        if (text === listText(shape, after, "config")) return diffs;
      }
    }
    const aspect = aspectOf(shape, this.#traits.isForcing);
    if (computed) {
      const replaces = aspect.forces(false);
      diffs.put(COUNT, { old: count ?? "", next: "", removed: false, computed, replaces });
      return diffs;
    }
    const isOpen = before.length === 0 && after.length === 0 && shape.computed;
    if (before.length !== after.length || isOpen || place.all) {
      const counted = { old: `${before.length}`, next: `${after.length}` };
      const diff = settled(countOf(aspect, after.length), isOpen ? { old: "", next: "" } : counted);
      if (diff) diffs.put(COUNT, { ...diff, old: count ?? "" });
    }
    for (let at = 0; at < Math.max(before.length, after.length); at++) {
      const kid = texts?.kids.get(`${at}`);
      const sides = { texts: kid, state: before[at] ?? null, wanted: after[at] ?? null };
      diffs.hang(`${at}`, this.#element(shape, sides, place));
    }
    return diffs;
  }

  #set(shape: Shape, { texts, state, wanted }: Sides, place: Place): Diffs {
    const diffs: Diffs = new Tree();
    const count = texts?.at(COUNT);
    const hasUnknown = isList(wanted) && wanted.some(isUnknown);
    const computed = isUnknown(wanted) || hasUnknown;
    const given = isList(wanted) && !computed ? wanted : undefined;
    if (count !== undefined && !given && !computed && shape.computed) return diffs;
    const before = count === undefined ? [] : codedElements(shape, state, "state");
    const after = given ? codedElements(shape, given, "config") : [];
    if (!place.all && given && sameCodes(before, after)) return diffs;
    const aspect = aspectOf(shape, this.#traits.isForcing);
    if (computed || (shape.computed && !given)) {
      const known = before.length > 0 && !hasUnknown ? `${before.length}` : "";
      const diff = settled(aspect, { old: known, next: "", computed: true });
      if (diff) diffs.put(COUNT, { ...diff, old: count ?? "" });
      return diffs;
    }
    if (before.length !== after.length || place.all) {
      const counted = { old: `${before.length}`, next: `${after.length}` };
      const diff = settled(countOf(aspect, after.length), counted);
      if (diff) diffs.put(COUNT, { ...diff, old: count ?? "" });
    }
    const codes = new Set(after.map(({ code }) => code));
    for (const { code, value } of before) {
      if (codes.has(code)) continue;
      const sides = { texts: texts?.kids.get(code), state: value, wanted: null };
      diffs.hang(code, this.#element(shape, sides, { all: true, gone: true }));
    }
    for (const { code, value } of after) {
      const old = before.find((one) => one.code === code)?.value ?? null;
      const sides = { texts: texts?.kids.get(code), state: old, wanted: value };
      diffs.hang(code, this.#element(shape, sides, { ...place, all: true }));
    }
    return diffs;
  }

  #element(shape: Shape, sides: Sides, place: Place): Diffs {
    const diffs: Diffs = new Tree();
    if (shape.fields) {
      const settable = shape.fields.filter(({ writeOnly }) => !writeOnly);
      this.#fields(settable, shape.name, sides, place, diffs);
      return diffs;
    }
    return new Tree(this.#primitive(shape, sides.texts?.own, sides.wanted, place));
  }
}

/** The aspect of a count: none left is a removal. */
function countOf(aspect: Aspect, left: number): Aspect {
  return { ...aspect, forces: () => aspect.forces(left === 0) };
}

function sameCodes(a: readonly Coded[], b: readonly Coded[]): boolean {
  return a.length === b.length && a.every(({ code }, at) => code === b[at]!.code);
}
