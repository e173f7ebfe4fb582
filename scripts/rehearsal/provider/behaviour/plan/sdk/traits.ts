import type { Fields, Value } from "../../../cty/value.ts";
import type { Field } from "../../../schema/fields.ts";
import type { Facts } from "../../../schema/schema.ts";
import { isSameJson } from "../json.ts";

/** How the places of a resource type behave, by schema and facts. */
export class Traits {
  readonly #facts: Facts;
  readonly #forcing: ReadonlySet<string>;
  readonly #computedBlocks: ReadonlySet<string>;

  /** @param alsoForcing paths that force a replacement although no fact says so */
  constructor(facts: Facts, alsoForcing: readonly string[] = []) {
    this.#facts = facts;
    this.#forcing = new Set([...(facts.forceNew ?? []), ...alsoForcing]);
    this.#computedBlocks = new Set(facts.computedBlocks);
  }

  /** Does a change of this place force a replacement? It may matter that its value goes away. */
  isForcing(name: string, isRemoval: boolean): boolean {
    if (isRemoval && this.#facts.forceNewIfSet?.includes(name)) return false;
    if (isRemoval && this.#facts.forceNewIfRemoved?.includes(name)) return true;
    return this.#forcing.has(name);
  }

  /**
   * Is what is written here left out of the plan?
   *
   * @param wanted what is planned of the block of that path; "" is the resource itself
   */
  isLeftOut(name: string, wanted: (path: string) => Fields | undefined): boolean {
    return (this.#facts.leftOutWith?.[name] ?? []).some(({ by, values }) => {
      const cut = by.lastIndexOf(".");
      const value = wanted(by.slice(0, Math.max(cut, 0)))?.[by.slice(cut + 1)] ?? false;
      return values.some((one) => one === value);
    });
  }

  /** Does the cloud give a value where the author wrote none? A schema does not tell it of blocks. */
  isComputed({ attribute }: Field, name: string): boolean {
    return attribute ? attribute.computed === true : this.#computedBlocks.has(name);
  }

  /** Are two values the same to the provider although they are written otherwise? */
  isSame(_field: Field, name: string, a: Value, b: Value): boolean {
    return this.#facts.format?.[name] === "json" && isSameJson(a, b);
  }
}
