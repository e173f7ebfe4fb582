import type { CtyType } from "../../cty/type.ts";
import { type Fields, isUnknown, type Value } from "../../cty/value.ts";
import { type Field, fieldsOf, mapElements } from "../../schema/fields.ts";
import type { Block, Facts } from "../../schema/schema.ts";
import type { Store } from "../../store/store.ts";
import type { Connection } from "../connection.ts";
import { genericPrimitive } from "../values/generic.ts";
import type { Rule, Subject } from "../values/rule.ts";
import { ruleFor } from "../values/rules.ts";
import { expand } from "./template.ts";

/** What a value is made from. */
export interface SettleInput {
  readonly type: string;
  readonly block: Block;
  readonly facts: Facts;
  readonly connection: Connection;
  readonly store: Store;
  readonly scope: string;
  /** Names this very instance; everything unknown follows from it. */
  readonly seed: string;
}

/** Gives every unknown value of a planned resource the value that a cloud might give it. */
export class Settler implements Subject {
  readonly type: string;
  readonly connection: Connection;
  readonly #input: SettleInput;
  readonly #planned: Fields;
  readonly #settled = new Map<string, Value>();

  constructor(input: SettleInput, planned: Fields) {
    this.type = input.type;
    this.connection = input.connection;
    this.#input = input;
    this.#planned = planned;
  }

  /** The whole resource, nothing unknown left. */
  settle(): Fields {
    const names = fieldsOf(this.#input.block).map(({ name }) => name);
    return Object.fromEntries(names.map((name) => [name, this.value(name)]));
  }

  value(name: string): Value {
    const settled = this.#settled.get(name);
    if (settled !== undefined) return settled;
    const field = fieldsOf(this.#input.block).find((candidate) => candidate.name === name);
    if (!field) return null;
    // Two values may be made from each other; the first that is asked for sees nothing.
    this.#settled.set(name, null);
    const value = this.#field(field, this.#planned[name] ?? null, name);
    this.#settled.set(name, value);
    return value;
  }

  text(name: string): string {
    const value = this.value(name);
    return typeof value === "string" || typeof value === "number" ? `${value}` : "";
  }

  expand(template: string): string {
    const { connection, type, scope, seed } = this.#input;
    const named: Readonly<Record<string, string>> = {
      account: connection.account,
      partition: connection.region.startsWith("cn-") ? "aws-cn" : "aws",
    };
    const text = (name: string) =>
      named[name] ??
      (this.text(name) ||
        { region: connection.region, project: connection.project, zone: connection.zone }[name] ||
        "");
    return expand(template, { seed, typeSeed: `${scope}/${type}`, text });
  }

  next(attribute: string, key: string): number {
    const { store, scope, type } = this.#input;
    return store.greatest(scope, type, key, attribute, this.value(key)) + 1;
  }

  #field(field: Field, value: Value, path: string): Value {
    if (isUnknown(value)) return this.#made(field, path);
    if (!field.nested) return value;
    const { mode, block } = field.nested;
    return mapElements(value, mode, (element) =>
      Object.fromEntries(
        fieldsOf(block).map((inner) => [
          inner.name,
          this.#field(inner, element[inner.name] ?? null, `${path}.${inner.name}`),
        ]),
      ),
    );
  }

  #made(field: Field, path: string): Value {
    const rule = ruleFor(this.type, path, this.connection);
    if (rule !== undefined) return this.#byRule(rule);
    const settable = field.attribute?.optional === true;
    const allowed = this.#input.facts.oneOf?.[path]?.[0];
    if (settable && allowed !== undefined && field.type === "string") return allowed;
    const least = this.#input.facts.range?.[path]?.[0];
    if (settable && typeof least === "number" && field.type === "number") return least;
    if (field.nested) return this.#madeNested(field, path, settable);
    return this.#madeOf(field.type, field.name);
  }

  #byRule(rule: Rule): Value {
    if (typeof rule === "function") return rule(this);
    return typeof rule === "string" ? this.expand(rule) : rule;
  }

  /** An object that only the cloud sets is there; one that an author could set is not. */
  #madeNested({ nested }: Field, path: string, settable: boolean): Value {
    const { mode, block } = nested!;
    if (mode === "list" || mode === "set") return [];
    if (mode === "map") return {};
    if (settable) return null;
    return Object.fromEntries(
      fieldsOf(block).map((field) => [field.name, this.#made(field, `${path}.${field.name}`)]),
    );
  }

  #madeOf(type: CtyType, name: string): Value {
    if (typeof type === "string") return genericPrimitive(name, type, this);
    const [kind, inner] = type;
    if (kind === "map") return {};
    if (kind !== "object") return [];
    return Object.fromEntries(
      Object.entries(inner as Readonly<Record<string, CtyType>>).map(([field, fieldType]) => [
        field,
        this.#madeOf(fieldType, field),
      ]),
    );
  }
}
