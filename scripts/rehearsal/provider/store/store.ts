import type { Fields, Value } from "../cty/value.ts";

/** One thing that stands in a rehearsal's cloud. */
export interface Thing {
  /** Names this very thing, for ever: ids can be used twice, by the revisions of a task definition. */
  readonly handle: string;
  /** Where its id is unique: account and region, or project. */
  readonly scope: string;
  readonly type: string;
  /** The stack that made it. */
  readonly stack: string;
  readonly object: Fields;
}

/** The first thing of a cloud has the number 1, and each later one the next. */
export function numberOf({ handle }: Pick<Thing, "handle">): number {
  return Number(handle.slice(handle.lastIndexOf(":") + 1));
}

/** What a thing is before it has a handle. */
export type NewThing = Omit<Thing, "handle">;

/** The cloud of one environment: what exists there, whatever Terraform's states say. */
export interface Store {
  create(thing: NewThing): Thing;
  /** Changes a thing that is there. */
  update(handle: string, change: Partial<Pick<Thing, "stack" | "object">>): Thing;
  remove(handle: string): void;
  get(handle: string): Thing | undefined;
  /** The thing of that id, the last where several share it. */
  find(scope: string, type: string, id: string): Thing | undefined;
  /** Everything of a type, in the order of creation. */
  ofType(type: string): Iterable<Thing>;
  /**
   * Things of a type that have a text at a path, in the order of creation. Quick however many there
   * are. Lists on the way are walked through: `network_configuration.subnets`.
   */
  having(type: string, path: string, text: string): Iterable<Thing>;
  all(): Iterable<Thing>;
  /** How many things were ever made here. */
  readonly made: number;
  /** Was this id ever given out? Ids are not used twice, as in a cloud. */
  isTaken(scope: string, type: string, id: string): boolean;
  /** The greatest number that `attribute` had in things of the type that agree on `key`. */
  greatest(scope: string, type: string, key: string, attribute: string, value: Value): number;
  /** False for a stack whose state is older than this store: what its state says is believed. */
  knows(stack: string): boolean;
  know(stack: string): void;
}

/** The clouds of all environments that take part. */
export interface Clouds {
  /** The cloud that a stack is deployed to. */
  of(stack: string): Store;
  readonly all: readonly Store[];
  /** Has the author said of this id that it exists, outside of what is rehearsed? */
  isDeclared(stack: string, id: string): boolean;
}

/** Attributes that together name a thing that has no id of its own: `zone_id`, `role_name`. */
const NAMING = /_(id|name|arn)$/;

/**
 * What a thing is found by where its handle is not known: its id, or else what names it. Nothing
 * for the few that have neither; they are told apart by their handles only.
 */
export function idOf(object: Fields): string | undefined {
  for (const name of ["id", "arn", "name"]) {
    const value = object[name];
    if (typeof value === "string" && value !== "") return value;
  }
  const parts = Object.entries(object)
    .filter(([name, value]) => NAMING.test(name) && typeof value === "string")
    .map(([name, value]) => `${name}=${value}`);
  return parts.length > 0 ? parts.sort().join(",") : undefined;
}

/** One cloud for whatever stack asks. */
export function oneCloud(store: Store): Clouds {
  return { of: () => store, all: [store], isDeclared: () => false };
}
