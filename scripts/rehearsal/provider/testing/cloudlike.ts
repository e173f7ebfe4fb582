import { carryOut } from "../behaviour/apply/carry-out.ts";
import type { Fields } from "../cty/value.ts";
import type { Cloud } from "../schema/library.ts";
import { Leftovers } from "../store/leftovers.ts";
import type { MemoryStore } from "../store/memory.ts";
import { oneCloud, type Thing } from "../store/store.ts";
import { typeOf, World } from "./world.ts";

/** One provider instance of a rehearsal's cloud, without Terraform; several may share a store. */
export class Cloudlike {
  readonly #world: World;
  readonly #store: MemoryStore;
  /** What an import or a data source told of. */
  readonly elsewhere: Set<string> = new Set();

  /** @param more what its provider block says otherwise. Default: nothing */
  constructor(cloud: Cloud, store: MemoryStore, more: Fields = {}) {
    this.#world = new World(cloud, more);
    this.#store = store;
  }

  /** Makes a thing, as Terraform would. */
  make(type: string, config: Fields): Thing {
    return this.#do(type, this.#world.plan(type, config).planned, undefined)!;
  }

  /** Changes a thing, as Terraform would. */
  change(thing: Thing, config: Fields): Thing {
    return this.#do(thing.type, this.#world.plan(thing.type, config, thing.object).planned, thing)!;
  }

  /** Deletes a thing, as Terraform would. */
  lose(thing: Thing): void {
    this.#do(thing.type, undefined, thing);
  }

  /** Changes attributes behind Terraform's back. */
  set({ handle, object }: Thing, attributes: Fields): Thing {
    return this.#store.update(handle, { object: { ...object, ...attributes } });
  }

  /** What Terraform shows of the refusal to make a thing. */
  told(type: string, config: Fields): { readonly summary: string; readonly detail: string } {
    try {
      this.make(type, config);
    } catch (error) {
      const { summary, detail } = (error as { diagnostic: never })["diagnostic"];
      return { summary, detail };
    }
    return { summary: "", detail: "" };
  }

  #do(type: string, planned: Fields | undefined, before: Thing | undefined): Thing | undefined {
    const deed = {
      type: typeOf(type),
      connection: this.#world.connection,
      prior: before?.object,
      planned,
      thing: before?.handle,
    };
    const world = { clouds: oneCloud(this.#store), leftovers: new Leftovers() };
    return carryOut(deed, { ...world, elsewhere: this.elsewhere });
  }
}
