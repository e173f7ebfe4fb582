import type { Fields, Value } from "../cty/value.ts";

/** What exists in the rehearsal's clouds, as far as this process has seen it. */
export interface Store {
  /** Something that was made, read or found in a state. */
  put(scope: string, type: string, object: Fields): void;
  remove(scope: string, type: string, object: Fields): void;
  /** The thing of that id, when one was seen. */
  find(scope: string, type: string, id: string): Fields | undefined;
  /** Was this id ever given out? Ids are not used twice, as in a cloud. */
  isTaken(scope: string, type: string, id: string): boolean;
  /** The greatest number that `attribute` had in things of the type that agree on `key`. */
  greatest(scope: string, type: string, key: string, attribute: string, value: Value): number;
}

/** A store that lives as long as the process; the things themselves live in Terraform's state. */
export class MemoryStore implements Store {
  readonly #things = new Map<string, Map<string, Fields>>();
  readonly #taken = new Map<string, Map<string, Fields>>();

  put(scope: string, type: string, object: Fields): void {
    const id = object["id"];
    if (typeof id !== "string" || id === "") return;
    inner(this.#things, `${scope}/${type}`).set(id, object);
    inner(this.#taken, `${scope}/${type}`).set(id, object);
  }

  remove(scope: string, type: string, object: Fields): void {
    inner(this.#things, `${scope}/${type}`).delete(String(object["id"]));
  }

  find(scope: string, type: string, id: string): Fields | undefined {
    return this.#things.get(`${scope}/${type}`)?.get(id);
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
}

function inner<T>(map: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const found = map.get(key) ?? new Map<string, T>();
  map.set(key, found);
  return found;
}
