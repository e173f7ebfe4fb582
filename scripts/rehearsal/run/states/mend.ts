import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { readPrivate, writePrivate } from "../../provider/behaviour/private.ts";
import { toJson } from "../../provider/cty/json.ts";
import type { Fields } from "../../provider/cty/value.ts";
import { idOf, numberOf, type Thing } from "../../provider/store/store.ts";
import type { Applied } from "./applied.ts";
import type { StateFile, StateInstance, StateResource } from "./state-file.ts";

/** What mending a state needs to know besides it. */
export interface MendOptions {
  /** What Terraform said it has done since the state was written, in its order. */
  readonly applied: readonly Applied[];
  /** What the stack has in the cloud, in the order of creation. */
  readonly things: readonly Thing[];
  /** How many things the cloud had ever had when the apply began. */
  readonly madeBefore: number;
  /** Does the code of a resource say nothing that a thing of its type has otherwise? */
  readonly couldMake: (resource: Pick<Applied, "type" | "name">, thing: Thing) => boolean;
  /** Version of the schema of a type; nothing for a type of nobody here. */
  readonly schemaVersion: (type: string) => number | undefined;
  /** How a state names the provider of a resource. */
  readonly provider: (type: string, name: string) => string;
  /** What Terraform would write beside an instance of a resource. */
  readonly beside: (
    type: string,
    name: string,
  ) => Pick<StateInstance, "dependencies" | "create_before_destroy">;
}

/** A state that says what stands, and what it had not said. */
export interface Mended {
  readonly state: StateFile;
  /** Addresses that it lacked, or had otherwise. */
  readonly taken: readonly string[];
  /** Addresses that it still had. */
  readonly dropped: readonly string[];
}

/**
 * Brings a state up to what Terraform said it has done before it was killed. Values come from the
 * cloud; what the cloud does not know is left as the state has it. Doing it twice changes nothing.
 */
export function mendState(state: StateFile, options: MendOptions): Mended {
  const mending = new Mending(state, options);
  for (const each of options.applied) {
    if (options.schemaVersion(each.type) !== undefined) mending.follow(each);
  }
  return mending.result();
}

/** The instances of one address: the current one, and those that another has replaced. */
interface Place {
  readonly at: Pick<Applied, "module" | "type" | "name" | "key">;
  instances: StateInstance[];
}

class Mending {
  readonly #state: StateFile;
  readonly #options: MendOptions;
  readonly #places = new Map<string, Place>();
  /** Resources of the state, by module and name. */
  readonly #heads = new Map<string, StateResource>();
  readonly #byHandle: ReadonlyMap<string, Thing>;
  readonly #byType = new Map<string, Thing[]>();
  /** Handles that the state speaks of. */
  readonly #spoken = new Set<string>();
  readonly #taken = new Set<string>();
  readonly #dropped = new Set<string>();

  constructor(state: StateFile, options: MendOptions) {
    this.#state = state;
    this.#options = options;
    this.#byHandle = new Map(options.things.map((thing) => [thing.handle, thing]));
    for (const thing of options.things) {
      const all = this.#byType.get(thing.type);
      if (all) all.push(thing);
      else this.#byType.set(thing.type, [thing]);
    }
    for (const resource of state.resources) {
      const { module = "", type, name, mode, instances } = resource;
      if (mode !== "managed") continue;
      this.#heads.set(`${module}/${type}.${name}`, resource);
      for (const instance of instances) {
        const key = instance.index_key;
        const at = { module, type, name, ...(key !== undefined && { key }) };
        this.#place(at).instances.push(instance);
        this.#spoken.add(this.#standing(instance, type)?.handle ?? "");
      }
    }
  }

  /** Does to the state what Terraform did. */
  follow(applied: Applied): void {
    const place = this.#place(applied);
    const current = place.instances.find(({ deposed }) => deposed === undefined);
    const still = current && this.#standing(current, applied.type);
    if (applied.action === "delete") {
      const before = place.instances.length;
      place.instances = place.instances.filter((one) => this.#standing(one, applied.type));
      if (place.instances.length < before) this.#dropped.add(applied.address);
      return;
    }
    const made = applied.unfinished ? this.#findNew(applied) : this.#find(applied);
    const thing = applied.action === "update" ? still : (made ?? still);
    if (!thing) return;
    const deposed = place.instances.filter((one) => one !== current);
    if (current && still && still !== thing) deposed.push({ ...current, deposed: keyOf(still) });
    const whole = this.#instance(applied, thing);
    const { attributes, private: handle } = whole;
    const next = still === thing ? { ...current!, attributes, private: handle! } : whole;
    if (!isDeepStrictEqual(next, current)) this.#taken.add(applied.address);
    place.instances = [next, ...deposed];
    this.#spoken.add(thing.handle);
  }

  result(): Mended {
    const { resources } = this.#state;
    const [taken, dropped] = [[...this.#taken], [...this.#dropped]];
    if (taken.length + dropped.length === 0) return { state: this.#state, taken, dropped };
    const written = new Map<string, StateResource>();
    const others = resources.filter(({ mode }) => mode !== "managed");
    for (const { at, instances } of this.#places.values()) {
      const key = `${at.module}/${at.type}.${at.name}`;
      const before = written.get(key) ?? { ...this.#head(at), instances: [] };
      written.set(key, { ...before, instances: [...before.instances, ...instances] });
    }
    const managed = [...written.values()].filter(({ instances }) => instances.length > 0);
    const state = { ...this.#state, serial: this.#state.serial + 1 };
    return { state: { ...state, resources: [...others, ...managed] }, taken, dropped };
  }

  /** The thing that came of a creation: by its id, else the only one that nobody speaks of. */
  #find({ type, id }: Applied): Thing | undefined {
    const all = this.#byType.get(type) ?? [];
    const named = all.filter(({ object }) => id && object[id.attribute] === id.value);
    if (named.length > 0) return named.findLast((each) => this.#isFree(each)) ?? named.at(-1);
    const free = all.filter((each) => this.#isFree(each));
    return free.length === 1 ? free[0] : undefined;
  }

  /**
   * What came of a creation that was cut off: the only new thing of its type where it is the only
   * such creation, else the thing that only it can have made. Where there is a doubt, what stands is
   * left to be adopted when Terraform would make it once more.
   */
  #findNew({ type, name }: Applied): Thing | undefined {
    const { applied, madeBefore, couldMake } = this.#options;
    const cuts = applied.filter(
      (one) => one.unfinished && one.action === "create" && one.type === type,
    );
    const made = (this.#byType.get(type) ?? []).filter(
      (one) => this.#isFree(one) && numberOf(one) > madeBefore,
    );
    if (cuts.length === 1 && made.length === 1) return made[0];
    const [own, ...others] = made.filter((one) => couldMake({ type, name }, one));
    if (!own || others.length > 0) return undefined;
    return cuts.filter((one) => couldMake(one, own)).length === 1 ? own : undefined;
  }

  /** The thing that an instance speaks of, by its handle; by its id where it has lost that. */
  #standing({ private: kept = "", attributes }: StateInstance, type: string): Thing | undefined {
    const { thing } = readPrivate(Buffer.from(kept, "base64"));
    if (thing !== undefined) return this.#byHandle.get(thing);
    const id = idOf(attributes as Fields);
    return this.#byType.get(type)?.findLast(({ object }) => id && idOf(object) === id);
  }

  #isFree({ handle }: Thing): boolean {
    return !this.#spoken.has(handle);
  }

  #instance({ type, name, key }: Applied, { object, handle }: Thing): StateInstance {
    return {
      ...(key !== undefined && { index_key: key }),
      schema_version: this.#options.schemaVersion(type) ?? 0,
      attributes: toJson(object) as Record<string, unknown>,
      sensitive_attributes: [],
      private: Buffer.from(writePrivate({ thing: handle })).toString("base64"),
      ...this.#options.beside(type, name),
    };
  }

  #place(at: Place["at"]): Place {
    const id = `${at.module}/${at.type}.${at.name}/${JSON.stringify(at.key)}`;
    const place = this.#places.get(id) ?? { at, instances: [] };
    this.#places.set(id, place);
    return place;
  }

  #head({ module, type, name }: Place["at"]): Omit<StateResource, "instances"> {
    const before = this.#heads.get(`${module}/${type}.${name}`);
    if (before) return before;
    const provider = this.#options.provider(type, name);
    return { ...(module && { module }), mode: "managed", type, name, provider };
  }
}

/** What tells replaced instances apart: eight hexadecimal digits, as Terraform has them. */
function keyOf({ handle }: Thing): string {
  return createHash("sha256").update(handle).digest("hex").slice(0, 8);
}
