import type { Fields } from "../../../cty/value.ts";
import type { Facts } from "../../../schema/schema.ts";
import { isSameJson } from "../json.ts";
import type { Diff } from "./diff.ts";
import type { Shape } from "./shape.ts";

/** Does a type's own code take the texts at a place for the same? Undefined: as facts tell it. */
export type OwnSameness = (name: string, diff: Diff) => boolean | undefined;

/** How the places of a resource type behave, by its facts. */
export class Traits {
  readonly #facts: Facts;
  readonly #forcing: ReadonlySet<string>;
  readonly #held: ReadonlySet<string>;
  readonly #own: OwnSameness | undefined;

  /**
   * @param forcing names of the places whose change forces a replacement
   * @param own what the type's own code takes for the same
   */
  constructor(facts: Facts, forcing: ReadonlySet<string>, own?: OwnSameness) {
    this.#facts = facts;
    this.#own = own;
    this.#forcing = forcing;
    this.#held = new Set(facts.held);
  }

  /**
   * Does a change of this place force a replacement? It may matter that its value goes away; of a
   * switch or number, which is hardly told from none, it was not seen whether it does.
   */
  readonly isForcing = ({ name, type }: Shape, isRemoval: boolean): boolean => {
    const isTold = type !== "bool" && type !== "number";
    if (isRemoval && isTold && this.#facts.forceNewIfSet?.includes(name)) return false;
    if (isRemoval && this.#facts.forceNewIfRemoved?.includes(name)) return true;
    return this.#forcing.has(name);
  };

  /**
   * Is what is written here left out of the plan?
   *
   * @param wanted what is planned of the block of that path; "" is the resource itself
   */
  isLeftOut(name: string, wanted: (path: string) => Fields | undefined): boolean {
    return (this.#facts.leftOutWith?.[name] ?? []).some(({ by, values }) => {
      const cut = by.lastIndexOf(".");
      const block = wanted(by.slice(0, Math.max(cut, 0)));
      const value = block?.[by.slice(cut + 1)] ?? this.#facts.defaults?.[by] ?? "";
      return values.some((one) => one === value || (one === false && value === ""));
    });
  }

  /**
   * Are two texts the same to the provider although they are written otherwise?
   *
   * @param inSet inside of a set no block is kept: its elements have no partners
   */
  isSame({ name, kind, key }: Shape, diff: Diff, inSet: boolean): boolean {
    const { old, next, removed } = diff;
    // A block that an author takes away, and that the cloud keeps.
    if (!inSet && this.#held.has(name) && old === "1" && next === "0") return true;
    if (kind !== "primitive") return false;
    const own = this.#own?.(name, diff);
    if (own !== undefined) return own;
    if (this.#facts.format?.[name] !== "json") return false;
    return isSameJson(old, next) || (removed && old === next && key.includes("policy"));
  }
}
