import type { CtyType } from "../cty/type.ts";
import type { Fields } from "../cty/value.ts";
import { isMadeFrom } from "./made-from.ts";
import type { Thing } from "./store.ts";

/**
 * What stands in the cloud and in no state: an apply was cut off between the cloud's answer and
 * Terraform's writing it down, or a state was lost. When Terraform makes such a thing once more, it
 * gets the one that is there, as with a client token.
 */
export class Leftovers {
  readonly #left = new Map<string, Set<Thing>>();
  readonly #adopted = new Map<string, Thing[]>();

  /** What a stack has left over as its work begins. */
  begin(stack: string, things: Iterable<Thing>): void {
    this.#left.set(stack, new Set(things));
  }

  /** The thing that a stack would make once more. It is given out once. */
  claim(
    wanted: Pick<Thing, "stack" | "scope" | "type">,
    planned: Fields,
    type: CtyType,
  ): Thing | undefined {
    const left = this.#left.get(wanted.stack);
    for (const thing of left ?? []) {
      if (thing.type !== wanted.type || thing.scope !== wanted.scope) continue;
      if (!isMadeFrom(planned, thing.object, type)) continue;
      left!.delete(thing);
      const adopted = this.#adopted.get(thing.stack) ?? [];
      adopted.push(thing);
      this.#adopted.set(thing.stack, adopted);
      return thing;
    }
    return undefined;
  }

  /** What nothing has asked for yet. */
  left(stack: string): readonly Thing[] {
    return [...(this.#left.get(stack) ?? [])];
  }

  /** What was given out since the beginning. */
  adopted(stack: string): readonly Thing[] {
    return this.#adopted.get(stack) ?? [];
  }
}
