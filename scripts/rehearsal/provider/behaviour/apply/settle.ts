import type { CtyType } from "../../cty/type.ts";
import { type Fields, isUnknown, isWhollyKnown, type Value } from "../../cty/value.ts";
import { type Field, fieldsOf, mapElements } from "../../schema/fields.ts";
import type { Block, Facts } from "../../schema/schema.ts";
import type { Store } from "../../store/store.ts";
import type { Connection } from "../connection.ts";
import { genericPrimitive, zeroOf } from "../values/generic.ts";
import { projectNumber } from "../values/google.ts";
import type { Rule, Subject } from "../values/rule.ts";
import { ruleFor } from "../values/rules.ts";
import { expand } from "./template.ts";

/** What values are made from. */
export interface SettleInput {
  readonly type: string;
  readonly block: Block;
  readonly facts: Facts;
  readonly connection: Connection;
  readonly store: Store;
  /** Where ids are unique: account and region, or project. */
  readonly scope: string;
  /** Names this very instance; everything made follows from it. */
  readonly seed: string;
}

/** Gives every unknown value of a planned resource the value that a cloud might give it. */
export function settle(input: SettleInput, planned: Fields): Fields {
  const settler = new Settler(input, planned);
  return Object.fromEntries(fieldsOf(input.block).map(({ name }) => [name, settler.value(name)]));
}

/** One place in a resource: its names joined by dots, and the same with indexes. */
interface Place {
  readonly name: string;
  readonly at: string;
  /** A cloud tells the elements of a set as their author wrote them, or they would not be found. */
  readonly inSet?: boolean;
}

class Settler {
  readonly #input: SettleInput;
  readonly #planned: Fields;
  readonly #settled = new Map<string, Value>();

  constructor(input: SettleInput, planned: Fields) {
    this.#input = input;
    this.#planned = planned;
  }

  /** A value of the resource. */
  value(name: string): Value {
    const settled = this.#settled.get(name);
    if (settled !== undefined) return settled;
    const field = fieldsOf(this.#input.block).find((candidate) => candidate.name === name);
    if (!field) return null;
    // Two values may be made from each other; the one that is asked for last sees nothing.
    this.#settled.set(name, null);
    const value = this.#known(field, this.#planned[name] ?? null, { name, at: name });
    this.#settled.set(name, value);
    return value;
  }

  #known(field: Field, value: Value, place: Place): Value {
    if (isUnknown(value)) return this.#made(field, place);
    if (!field.nested) return isWhollyKnown(value) ? value : this.#made(field, place);
    const { mode, block } = field.nested;
    const inSet = place.inSet === true || mode === "set";
    return mapElements(value, mode, (element, key) =>
      Object.fromEntries(
        fieldsOf(block).map((inner) => {
          const name = `${place.name}.${inner.name}`;
          const at = `${place.at}[${key}].${inner.name}`;
          return [inner.name, this.#known(inner, element[inner.name] ?? null, { name, at, inSet })];
        }),
      ),
    );
  }

  #made(field: Field, place: Place): Value {
    const { type, connection, facts } = this.#input;
    const rule = ruleFor(type, place.name, connection);
    const byRule = rule === undefined ? undefined : this.#byRule(rule, place);
    if (byRule !== undefined && isOfKind(byRule, field.type)) return byRule;
    const isSettable = field.attribute?.optional === true;
    if (isSettable && place.inSet && typeof field.type === "string") return plainZero(field.type);
    const allowed = facts.oneOf?.[place.name]?.[0];
    if (isSettable && allowed !== undefined && field.type === "string") return allowed;
    const least = facts.range?.[place.name]?.[0];
    if (isSettable && typeof least === "number" && field.type === "number") return least;
    if (field.nested) return this.#madeNested(field, place, isSettable);
    return this.#madeOf(field.type, field.name, place, isSettable);
  }

  #byRule(rule: Rule, { at }: Place): Value {
    const subject = this.#subject(at);
    if (typeof rule === "function") return rule(subject);
    return typeof rule === "string" ? subject.expand(rule) : rule;
  }

  /** An object that only the cloud sets is there; one that an author could set is not. */
  #madeNested({ nested }: Field, place: Place, isSettable: boolean): Value {
    const { mode, block } = nested!;
    if (mode === "list" || mode === "set") return [];
    if (mode === "map") return {};
    if (isSettable) return null;
    return Object.fromEntries(
      fieldsOf(block).map((inner) => {
        const [name, at] = [`${place.name}.${inner.name}`, `${place.at}.${inner.name}`];
        return [inner.name, this.#made(inner, { name, at })];
      }),
    );
  }

  #madeOf(type: CtyType, name: string, place: Place, isSettable: boolean): Value {
    const { cloud } = this.#input.connection;
    if (typeof type === "string") {
      const subject = this.#subject(place.at);
      if (!isSettable) return genericPrimitive(name, type, subject);
      return place.name === name
        ? zeroOf(name, type, subject)
        : cloud === "cloudflare"
          ? null
          : zeroOf("", type, subject);
    }
    const [kind, inner] = type;
    if (kind === "map") return {};
    if (kind !== "object") return [];
    return Object.fromEntries(
      Object.entries(inner as Readonly<Record<string, CtyType>>).map(([field, fieldType]) => [
        field,
        this.#madeOf(fieldType, field, { ...place, at: `${place.at}.${field}` }, isSettable),
      ]),
    );
  }

  /** The resource as rules see it when they make the value at this place. */
  #subject(at: string): Subject {
    const { type, connection, store, scope, seed } = this.#input;
    const text = (name: string): string => {
      const value = this.value(name);
      return typeof value === "string" || typeof value === "number" ? `${value}` : "";
    };
    const { account, region, project, zone } = connection;
    const partition = region.startsWith("cn-") ? "aws-cn" : "aws";
    const location = region;
    const world: Readonly<Record<string, string>> = { region, project, zone, location };
    const fixed: Readonly<Record<string, string>> = { account, partition };
    const resolve = (name: string): string =>
      name === "project_number"
        ? projectNumber(resolve("project"))
        : (fixed[name] ?? (text(name) || (world[name] ?? "")));
    const owner = connection.cloud === "aws" ? `aws/${account}` : scope;
    const place = { seed: `${seed}/${at}`, typeSeed: `${owner}/${type}`, text: resolve };
    return {
      type,
      connection,
      value: (name) => this.value(name),
      text,
      expand: (template) => expand(template, place),
      next: (attribute, key) => store.greatest(scope, type, key, attribute, this.value(key)) + 1,
    };
  }
}

/** What holds for most types by a name does not where the name is of a list: `name` of a person. */
function isOfKind(value: Value, type: CtyType): boolean {
  return typeof value !== "string" || typeof type === "string";
}

function plainZero(type: CtyType): Value {
  return type === "string" ? "" : type === "number" ? 0 : type === "bool" ? false : null;
}
