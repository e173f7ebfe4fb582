import { isFields, isList, type Value } from "../cty/value.ts";
import type { Thing } from "./store.ts";

/** Every text at a path; lists on the way are walked through: `network_configuration.subnets`. */
export function textsAt(value: Value | undefined, path: string): string[] {
  if (isList(value)) return value.flatMap((item) => textsAt(item, path));
  if (path === "") return typeof value === "string" ? [value] : [];
  const [step = "", ...rest] = path.split(".");
  return isFields(value) ? textsAt(value[step], rest.join(".")) : [];
}

/** Things of a type by the texts that they have at a path, in the order of creation. */
export class PathIndex {
  readonly #path: string;
  readonly #byText = new Map<string, Map<string, Thing>>();

  constructor(path: string) {
    this.#path = path;
  }

  /** Puts a thing in, in the place of the one with its handle. */
  put(thing: Thing, before: Thing | undefined): void {
    const texts = new Set(textsAt(thing.object, this.#path));
    for (const text of before ? textsAt(before.object, this.#path) : []) {
      if (!texts.has(text)) this.#byText.get(text)?.delete(thing.handle);
    }
    for (const text of texts) {
      const things = this.#byText.get(text) ?? new Map<string, Thing>();
      things.set(thing.handle, thing);
      this.#byText.set(text, things);
    }
  }

  /** Takes a thing out. */
  remove(thing: Thing): void {
    for (const text of textsAt(thing.object, this.#path)) {
      const things = this.#byText.get(text);
      things?.delete(thing.handle);
      if (things?.size === 0) this.#byText.delete(text);
    }
  }

  /** The things that have a text there. */
  at(text: string): Iterable<Thing> {
    return this.#byText.get(text)?.values() ?? [];
  }
}
