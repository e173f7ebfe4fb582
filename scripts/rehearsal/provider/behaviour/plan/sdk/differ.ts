import type { Path } from "../../../cty/path.ts";
import {
  type Fields,
  isFields,
  isList,
  isUnknown,
  UNKNOWN,
  type Value,
} from "../../../cty/value.ts";
import type { Field } from "../../../schema/fields.ts";
import { pairUp } from "./pairs.ts";
import { innerFields, kindOf } from "./parts.ts";
import type { Traits } from "./traits.ts";
import { sdkText, zeroOf } from "./zero.ts";

/** What is planned for one value. */
export interface Planned {
  readonly value: Value;
  /** The paths whose change cannot be made in place. */
  readonly forcing: readonly Path[];
}

/** Where a value stands. */
export interface Place {
  /** Ends at the first set on the way: what is in a set has no path. */
  readonly path: Path;
  /** Names joined by dots, as facts name places. */
  readonly name: string;
  /** Inside of a set that changes, where the SDK looks at everything anew. */
  readonly all: boolean;
}

/**
 * Plans the way HashiCorp's older library does (terraform-plugin-sdk v2, helper/schema/schema.go
 * and terraform/diff.go): it compares texts, to which nothing, "", 0 and false are much the same.
 */
export class Differ {
  readonly #traits: Traits;
  /** The blocks on the way to where we are, as they are wanted. */
  readonly #wanted = new Map<string, Fields | undefined>();
  /** Does the resource stand already? */
  readonly #exists: boolean;

  constructor(traits: Traits, exists: boolean) {
    this.#traits = traits;
    this.#exists = exists;
  }

  /** Plans all fields of a block or of an element. */
  object(
    fields: readonly Field[],
    old: Fields | undefined,
    wanted: Fields | undefined,
    place: Place,
  ): { readonly values: Fields; readonly forcing: readonly Path[] } {
    const values: Record<string, Value> = {};
    const forcing: Path[] = [];
    this.#wanted.set(place.name, wanted);
    for (const field of fields) {
      const name = place.name === "" ? field.name : `${place.name}.${field.name}`;
      const path = place.all ? place.path : [...place.path, { attribute_name: field.name }];
      const before = old?.[field.name] ?? null;
      const after = wanted?.[field.name] ?? null;
      const planned = this.#field(field, before, after, { path, name, all: place.all });
      values[field.name] = planned.value;
      forcing.push(...planned.forcing);
    }
    return { values, forcing };
  }

  #field(field: Field, old: Value, wanted: Value, place: Place): Planned {
    if (place.name === "timeouts") return { value: wanted, forcing: [] };
    if (field.attribute?.write_only) return { value: null, forcing: [] };
    if (this.#traits.isLeftOut(place.name, (path) => this.#wanted.get(path))) {
      return kept(field, old);
    }
    if (isUnknown(wanted)) return this.#forced(place, wanted, true);
    const kind = kindOf(field.type);
    if (kind === "primitive") return this.#primitive(field, old, wanted, place);
    // A block that nobody wrote is not there; a list that is written empty is.
    const given = field.nested && isList(wanted) && wanted.length === 0 ? null : wanted;
    if (kind === "map") return this.#map(field, old, given, place);
    return kind === "set"
      ? this.#set(field, old, given, place)
      : this.#list(field, old, given, place);
  }

  #primitive(field: Field, old: Value, wanted: Value, place: Place): Planned {
    const computed = this.#traits.isComputed(field, place.name);
    const was = old === null ? "" : `${old}`;
    const is = wanted !== null ? `${wanted}` : old === null ? "" : `${zeroOf(field.type)}`;
    const isSame = was === is || this.#traits.isSame(field, place.name, old, wanted);
    if (isSame && !place.all && (was !== "" || this.#exists || !computed)) return kept(field, old);
    const removed = old !== null && wanted === null;
    if (removed && computed) return kept(field, old);
    const unknown = computed && !removed && is === "";
    if (unknown && was !== "") return kept(field, old);
    const value = removed ? null : unknown ? UNKNOWN : isSame && was !== "" ? old : wanted;
    const settled = value === null && !removed && field.type === "string" ? "" : value;
    return this.#forced(place, settled, !isSame || unknown, removed);
  }

  #list(field: Field, old: Value, wanted: Value, place: Place): Planned {
    const computed = this.#traits.isComputed(field, place.name);
    if (old !== null && wanted === null && computed) return kept(field, old);
    const before = isList(old) ? old : [];
    const after = isList(wanted) ? wanted : [];
    const isSame = sdkText(before, field.type) === sdkText(after, field.type);
    if (!place.all && wanted !== null && isSame) return kept(field, old);
    if (before.length === 0 && after.length === 0) {
      if (computed) return this.#forced(place, UNKNOWN, true);
      return place.all ? { value: [], forcing: [] } : kept(field, old);
    }
    const counts = before.length !== after.length;
    const inner = innerFields(field);
    if (!inner) return this.#forced(place, after, !isSame);
    const elements = Array.from({ length: Math.max(before.length, after.length) }, (_, at) => {
      const path = place.all ? place.path : [...place.path, { element_key_int: at }];
      return this.object(inner, fieldsAt(before, at), fieldsAt(after, at), { ...place, path });
    });
    const own = this.#forced(place, null, counts).forcing;
    return {
      value: elements.slice(0, after.length).map(({ values }) => values),
      forcing: [...own, ...elements.flatMap(({ forcing }) => forcing)],
    };
  }

  #map(field: Field, old: Value, wanted: Value, place: Place): Planned {
    const computed = this.#traits.isComputed(field, place.name);
    if (wanted === null && computed) {
      return old === null ? this.#forced(place, UNKNOWN, true) : kept(field, old);
    }
    if (isFields(wanted) && Object.values(wanted).some(isUnknown)) {
      return this.#forced(place, UNKNOWN, true);
    }
    if (sdkText(old, field.type) === sdkText(wanted, field.type)) return kept(field, old);
    return this.#forced(place, wanted ?? {}, true);
  }

  #set(field: Field, old: Value, wanted: Value, place: Place): Planned {
    const computed = this.#traits.isComputed(field, place.name);
    if (wanted === null && computed) {
      return old === null ? this.#forced(place, UNKNOWN, true) : kept(field, old);
    }
    const before = isList(old) ? old : [];
    const after = isList(wanted) ? wanted : [];
    const inner = innerFields(field);
    if (!inner) {
      const isSame = sdkText(before, field.type) === sdkText(after, field.type);
      return isSame && !place.all ? kept(field, old) : this.#forced(place, after, !isSame);
    }
    const { pairs, gone } = pairUp(inner, before, after);
    const isSame = gone.length === 0 && pairs.every(({ old: pair }) => pair !== undefined);
    if (isSame && !place.all) return kept(field, old);
    const within = { ...place, all: true };
    const elements = pairs.map((pair) => this.object(inner, pair.old, pair.wanted, within));
    const removed = gone.map((item) => this.object(inner, item, undefined, within));
    const own = this.#forced(place, null, before.length !== after.length).forcing;
    return {
      // An element without any value is lost on the way through texts.
      value: elements
        .map(({ values }) => values)
        .filter((values) => Object.values(values).some((value) => value !== null)),
      forcing: [...own, ...[...removed, ...elements].flatMap(({ forcing }) => forcing)],
    };
  }

  #forced({ path, name }: Place, value: Value, isChange: boolean, isRemoval = false): Planned {
    return { value, forcing: isChange && this.#traits.isForcing(name, isRemoval) ? [path] : [] };
  }
}

/** No difference: the old value stays; what is required and was lost is an empty text. */
function kept({ attribute, nested, type }: Field, old: Value): Planned {
  const lost = attribute?.required && type === "string" ? "" : nested ? [] : null;
  return { value: old ?? lost, forcing: [] };
}

function fieldsAt(list: readonly Value[], at: number): Fields | undefined {
  const item = list[at];
  return isFields(item) ? item : undefined;
}
