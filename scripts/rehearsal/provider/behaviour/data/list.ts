import type { CtyType } from "../../cty/type.ts";
import { type Fields, isList, type Value } from "../../cty/value.ts";
import { type Field, fieldsOf } from "../../schema/fields.ts";
import type { Schema } from "../../schema/schema.ts";
import { scopeOf } from "../scope.ts";
import { listTraits } from "./list-traits.ts";
import { attributeOf } from "./listed.ts";
import { has, isVisible, type Question } from "./traits.ts";

/** A question after all things of a type that have what is asked for; none is an answer too. */
export interface ListQuestion extends Question {
  /** The data source's own schema. */
  readonly schema: Schema;
}

/**
 * What a data source says of the things that stand: ids, names and ARNs side by side, or an object
 * for each with what both types have alike.
 */
export function listAll(question: ListQuestion): Fields {
  const { schema, config } = question;
  const things = matching(question);
  const answers = fieldsOf(schema.block).flatMap((field): [string, Value][] => {
    const isAnswer = field.attribute?.computed === true && (config[field.name] ?? null) === null;
    const list = isAnswer ? listOf(field, things, question) : undefined;
    return list ? [[field.name, list]] : [];
  });
  return Object.fromEntries(answers);
}

/** The things that stand and have it, in the order in which they were made. */
function matching(question: ListQuestion): Fields[] {
  const { type, config, connection, clouds } = question;
  const traits = listTraits(question);
  const from = scopeOf(connection, config);
  const found = clouds.all.flatMap((store) =>
    [...store.ofType(type)].filter(
      (thing) => isVisible(thing, from) && traits.every((trait) => has(thing.object, trait)),
    ),
  );
  const most = config["max_items"];
  const objects = found.map(({ object }) => object);
  return typeof most === "number" ? objects.slice(0, most) : objects;
}

/** One list of the answer; nothing where it is none, or of what these things do not have. */
function listOf(field: Field, things: readonly Fields[], question: Question): Value | undefined {
  const element = elementOf(field.type);
  const isSet = field.type[0] === "set";
  if (element === "string") {
    const own = new Set(fieldsOf(question.made.block).map(({ name }) => name));
    const attribute = attributeOf(field.name, question.type, (name) => own.has(name));
    if (attribute === undefined) return undefined;
    const texts = things.map((object) => object[attribute] ?? null);
    const told = texts.filter((text) => typeof text === "string" && text !== "");
    return isSet ? [...new Set(told)] : told;
  }
  const fields = element && objectOf(element);
  return fields && things.map((object) => alike(object, fields, question.made));
}

/** An object with what a thing has of these fields, where both mean the same. */
function alike(object: Fields, fields: Readonly<Record<string, CtyType>>, made: Schema): Fields {
  const own = new Map(fieldsOf(made.block).map(({ name, type }) => [name, JSON.stringify(type)]));
  return Object.fromEntries(
    Object.entries(fields).map(([name, type]) => {
      const value = own.get(name) === JSON.stringify(type) ? (object[name] ?? null) : null;
      return [name, value ?? (isPlural(type) ? [] : null)];
    }),
  );
}

function elementOf(type: CtyType): CtyType | undefined {
  const isMany = isList(type as Value) && (type[0] === "list" || type[0] === "set");
  return isMany ? (type[1] as CtyType) : undefined;
}

function objectOf(type: CtyType): Readonly<Record<string, CtyType>> | undefined {
  return typeof type !== "string" && type[0] === "object"
    ? (type[1] as Readonly<Record<string, CtyType>>)
    : undefined;
}

function isPlural(type: CtyType): boolean {
  return type[0] === "list" || type[0] === "set";
}
