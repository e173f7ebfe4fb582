import type { Fields, Value } from "../cty/value.ts";
import type { Entry } from "./entry.ts";
import { PathIndex } from "./index-of.ts";
import { idOf, type NewThing, numberOf, type Store, type Thing } from "./store.ts";

/** What becomes of each change, besides memory. */
export interface Recorder {
  /** Keeps a change. Throws where it cannot: then it does not happen in memory either. */
  record(entry: Entry): void;
}

/** A store in memory; with a recorder, one that survives the process. */
export class MemoryStore implements Store {
  readonly #things = new Map<string, Thing>();
  readonly #byType = new Map<string, Map<string, Thing>>();
  /** What stands, by scope and type, then id. */
  readonly #byId = new Map<string, Map<string, Map<string, Thing>>>();
  /** By type, then path; made when first asked for. */
  readonly #indexes = new Map<string, Map<string, PathIndex>>();
  /** Everything that ever was, by scope and type, then id. */
  readonly #taken = new Map<string, Map<string, Fields>>();
  readonly #known = new Set<string>();
  readonly #name: string;
  readonly #recorder: Recorder | undefined;
  #count = 0;

  /**
   * @param name no other store has it; part of every handle
   * @param recorder without one, every state is believed, since nothing else remembers
   */
  constructor(name = "memory", recorder?: Recorder) {
    this.#name = name;
    this.#recorder = recorder;
  }

  create(thing: NewThing): Thing {
    const made = { handle: `${this.#name}:${this.#count + 1}`, ...thing };
    this.#write({ op: "put", ...made });
    return made;
  }

  update(handle: string, change: Partial<Pick<Thing, "stack" | "object">>): Thing {
    const before = this.#things.get(handle);
    if (!before) throw new Error(`nothing in this cloud has the handle ${handle}`);
    const after = { ...before, ...change };
    this.#write({ op: "put", ...after });
    return after;
  }

  remove(handle: string): void {
    if (this.#things.has(handle)) this.#write({ op: "remove", handle });
  }

  get(handle: string): Thing | undefined {
    return this.#things.get(handle);
  }

  find(scope: string, type: string, id: string): Thing | undefined {
    const things = this.#byId.get(`${scope}/${type}`)?.get(id);
    return things && [...things.values()].at(-1);
  }

  ofType(type: string): Iterable<Thing> {
    return this.#byType.get(type)?.values() ?? [];
  }

  having(type: string, path: string, text: string): Iterable<Thing> {
    const paths = inner(this.#indexes, type);
    let index = paths.get(path);
    if (!index) {
      index = new PathIndex(path);
      for (const thing of this.ofType(type)) index.put(thing, undefined);
      paths.set(path, index);
    }
    return index.at(text);
  }

  all(): Iterable<Thing> {
    return this.#things.values();
  }

  get made(): number {
    return this.#count;
  }

  isTaken(scope: string, type: string, id: string): boolean {
    return this.#taken.get(`${scope}/${type}`)?.has(id) ?? false;
  }

  greatest(scope: string, type: string, key: string, attribute: string, value: Value): number {
    const seen = [...(this.#taken.get(`${scope}/${type}`)?.values() ?? [])];
    const numbers = seen
      .filter((object) => object[key] === value)
      .map((object) => Number(object[attribute]));
    return Math.max(0, ...numbers.filter(Number.isFinite));
  }

  knows(stack: string): boolean {
    return this.#recorder !== undefined && this.#known.has(stack);
  }

  know(stack: string): void {
    if (!this.#known.has(stack)) this.#write({ op: "know", stack });
  }

  /** The entries that make an equal store, things that are gone first. */
  *entries(): Iterable<Entry> {
    for (const [place, objects] of this.#taken) {
      const type = place.slice(place.lastIndexOf("/") + 1);
      const scope = place.slice(0, -type.length - 1);
      for (const object of objects.values()) yield { op: "taken", scope, type, object };
    }
    for (const stack of this.#known) yield { op: "know", stack };
    yield { op: "count", count: this.#count };
    for (const thing of this.#things.values()) yield { op: "put", ...thing };
  }

  /** Takes over what a journal says; nothing is recorded. */
  replay(entry: Entry): void {
    if (entry.op === "put") this.#put(entry);
    else if (entry.op === "remove") this.#remove(entry.handle);
    else if (entry.op === "know") this.#known.add(entry.stack);
    else if (entry.op === "count") this.#count = Math.max(this.#count, entry.count);
    else this.#take(entry.scope, entry.type, entry.object);
  }

  #write(entry: Entry): void {
    this.#recorder?.record(entry);
    this.replay(entry);
  }

  #put({ handle, scope, type, stack, object }: Thing): void {
    const thing = { handle, scope, type, stack, object };
    const before = this.#things.get(handle);
    const id = idOf(object);
    if (before && (before.scope !== scope || idOf(before.object) !== id)) this.#forgetId(before);
    this.#things.set(handle, thing);
    inner(this.#byType, type).set(handle, thing);
    for (const index of this.#indexes.get(type)?.values() ?? []) index.put(thing, before);
    if (id !== undefined) inner(inner(this.#byId, `${scope}/${type}`), id).set(handle, thing);
    this.#take(scope, type, object);
    if (handle.startsWith(`${this.#name}:`)) this.#count = Math.max(this.#count, numberOf(thing));
  }

  #remove(handle: string): void {
    const thing = this.#things.get(handle);
    if (!thing) return;
    this.#things.delete(handle);
    this.#byType.get(thing.type)?.delete(handle);
    for (const index of this.#indexes.get(thing.type)?.values() ?? []) index.remove(thing);
    this.#forgetId(thing);
  }

  #forgetId({ scope, type, object, handle }: Thing): void {
    const id = idOf(object);
    if (id !== undefined) this.#byId.get(`${scope}/${type}`)?.get(id)?.delete(handle);
  }

  #take(scope: string, type: string, object: Fields): void {
    const id = idOf(object);
    if (id !== undefined) inner(this.#taken, `${scope}/${type}`).set(id, object);
  }
}

function inner<T>(map: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const found = map.get(key) ?? new Map();
  map.set(key, found);
  return found;
}
