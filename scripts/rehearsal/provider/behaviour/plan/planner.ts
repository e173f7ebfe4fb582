import { canonical, isEqual } from "../../cty/equal.ts";
import type { CtyType } from "../../cty/type.ts";
import { type Fields, isFields, isList, UNKNOWN, type Value } from "../../cty/value.ts";
import { elementsOf, type Field, fieldsOf, mapElements } from "../../schema/fields.ts";
import type { ResourceType } from "../../schema/library.ts";
import type { Block } from "../../schema/schema.ts";
import type { Connection } from "../connection.ts";
import { defaultOf } from "./defaults.ts";

/** Fills what the author left open: the values that a provider plans before it knows the rest. */
export class Planner {
  readonly #type: ResourceType;
  readonly #connection: Connection;

  constructor(type: ResourceType, connection: Connection) {
    this.#type = type;
    this.#connection = connection;
  }

  /** Something that is not there yet: computed values are unknown but for their defaults. */
  create(block: Block, proposed: Fields, prefix = ""): Fields {
    return this.#map(block, (field) => this.#createField(field, proposed[field.name], prefix));
  }

  /** Something that is there: what the author did not touch keeps its value. */
  update(block: Block, prior: Fields, proposed: Fields, prefix = ""): Fields {
    return this.#map(block, (field) => {
      const before = prior[field.name] ?? null;
      const after = this.#updateField(field, before, proposed[field.name] ?? null, prefix);
      return this.#isSame(field, before, after, prefix) ? before : after;
    });
  }

  #map(block: Block, convert: (field: Field) => Value): Fields {
    const planned: Record<string, Value> = {};
    for (const field of fieldsOf(block)) {
      planned[field.name] = field.attribute?.write_only ? null : convert(field);
    }
    return planned;
  }

  #createField(field: Field, proposed: Value | undefined, prefix: string): Value {
    const name = prefix + field.name;
    const { facts } = this.#type;
    if (proposed === null || proposed === undefined) {
      const given = defaultOf(field, name, facts, this.#connection);
      if (given !== undefined) return given;
      const isNull = !field.attribute?.computed || facts.nullAtCreate?.includes(name);
      return isNull ? null : UNKNOWN;
    }
    if (!field.nested) return proposed;
    const { mode, block } = field.nested;
    return mapElements(proposed, mode, (element) => this.create(block, element, `${name}.`));
  }

  #updateField(field: Field, prior: Value, proposed: Value, prefix: string): Value {
    const name = prefix + field.name;
    if (proposed === null) {
      const given = defaultOf(field, name, this.#type.facts, this.#connection);
      return given === undefined ? null : given;
    }
    if (!field.nested) return proposed;
    const { mode, block } = field.nested;
    const before = elementsOf(prior, mode);
    if (mode === "set") return this.#updateSet(field, before, proposed, name);
    return mapElements(proposed, mode, (element, key) => {
      const old = before.find(({ step }) => (step ? Object.values(step)[0] : "") === key);
      return old
        ? this.update(block, old.value, element, `${name}.`)
        : this.create(block, element, `${name}.`);
    });
  }

  /**
   * An element that was there keeps its computed values; any other is new. Terraform pairs the
   * elements itself, but it does not know of defaults.
   */
  #updateSet(
    field: Field,
    before: readonly { value: Fields }[],
    proposed: Value,
    name: string,
  ): Value {
    const { block } = field.nested!;
    const type = field.type[1] as CtyType;
    const kept = new Map(before.map(({ value }) => [canonical(value, type), value]));
    return mapElements(proposed, "set", (element) => {
      const same = kept.get(canonical(element, type));
      if (same) return same;
      for (const [key, old] of kept) {
        const settled = this.update(block, old, withComputed(block, old, element), `${name}.`);
        if (canonical(settled, type) === key) return old;
      }
      return this.create(block, element, `${name}.`);
    });
  }

  #isSame(field: Field, before: Value, after: Value, prefix: string): boolean {
    if (isEqual(before, after, field.type)) return true;
    // The AWS and Google providers are built on an SDK that knows no null: "", 0, false and an
    // empty list are the same to it as nothing.
    if (this.#connection.cloud !== "cloudflare" && isEmpty(before) && isEmpty(after)) return true;
    const isJson = this.#type.facts.format?.[prefix + field.name] === "json";
    return isJson && isSameJson(before, after);
  }
}

/** An element with the computed values of an old one where it has none of its own. */
function withComputed(block: Block, old: Fields, element: Fields): Fields {
  return Object.fromEntries(
    fieldsOf(block).map(({ name, attribute, nested }) => {
      const [before, value] = [old[name] ?? null, element[name] ?? null];
      if (attribute?.computed && value === null) return [name, before];
      if (!nested || nested.mode === "set") return [name, value];
      const olds = elementsOf(before, nested.mode).map((inner) => inner.value);
      let at = 0;
      return [
        name,
        mapElements(value, nested.mode, (inner) =>
          withComputed(nested.block, olds[at++] ?? {}, inner),
        ),
      ];
    }),
  );
}

function isEmpty(value: Value): boolean {
  if (isList(value)) return value.length === 0;
  if (isFields(value)) return Object.keys(value).length === 0;
  return value === null || value === "" || value === 0 || value === false;
}

/** Do two texts hold the same JSON? Providers plan no change when only its layout differs. */
function isSameJson(a: Value, b: Value): boolean {
  if (typeof a !== "string" || typeof b !== "string") return false;
  try {
    return stable(JSON.parse(a)) === stable(JSON.parse(b));
  } catch {
    return false;
  }
}

function stable(json: unknown): string {
  return JSON.stringify(json, (_key, value) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
