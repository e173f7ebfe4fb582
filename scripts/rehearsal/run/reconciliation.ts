import { Leftovers } from "../provider/store/leftovers.ts";
import { type Clouds, idOf, type Thing } from "../provider/store/store.ts";
import { orphansOf } from "./clouds.ts";
import type { Copy } from "./folder.ts";
import { type Ending, succeeded } from "./result.ts";
import { isStanding, readState } from "./state.ts";

/** Keeps what the states say and what stands in the clouds together, and says where they differed. */
export class Reconciliation {
  readonly leftovers: Leftovers = new Leftovers();
  readonly #clouds: Clouds;
  readonly #talk: (text: string) => void;

  constructor(clouds: Clouds, talk: (text: string) => void) {
    this.#clouds = clouds;
    this.#talk = talk;
  }

  /** Looks at the stacks before their work begins. */
  begin(copies: readonly Copy[]): void {
    const believed = copies.filter((copy) => this.#begin(copy)).map(({ id }) => id);
    if (believed.length === 0) return;
    this.#talk(
      `the rehearsal cloud is younger than these states and believes them: ${believed.join(", ")}`,
    );
  }

  /** True where the state is believed, because it is older than the cloud. */
  #begin({ id, folder }: Copy): boolean {
    const store = this.#clouds.of(id);
    const state = readState(folder);
    const isOlder = !store.knows(id) && isStanding(state);
    if (!isOlder) store.know(id);
    const orphans = orphansOf(store, id, state.whole);
    this.leftovers.begin(id, orphans);
    if (orphans.length > 0)
      this.#talk(
        `${id}: ${orphans.length} of the rehearsal cloud are not in its state, because an apply was cut off or the state was lost; what the code still wants is adopted: ${listed(orphans)}`,
      );
    return isOlder;
  }

  /** Says what became of it when its work has ended. */
  end({ id }: Copy, ending: Ending): void {
    if (succeeded(ending)) this.#clouds.of(id).know(id);
    const adopted = this.leftovers.adopted(id);
    if (adopted.length > 0) this.#talk(`${id}: adopted ${listed(adopted)}`);
    const left = succeeded(ending) ? this.leftovers.left(id) : [];
    for (const thing of left) {
      this.#talk(
        `${id}: ${named(thing)} stands in the rehearsal cloud and nobody wants it; "infra cloud lose ${id} ${thing.handle}" takes it away`,
      );
    }
  }

  /** Takes away what a destroyed stack has left. */
  removeLeft({ id }: Copy): void {
    const left = this.leftovers.left(id);
    for (const { handle } of left) this.#clouds.of(id).remove(handle);
    if (left.length > 0)
      this.#talk(`${id}: destroyed besides, since no state had it: ${listed(left)}`);
  }
}

/** Most things that are told by name. */
const LISTED = 10;

function listed(things: readonly Thing[]): string {
  const rest = things.length - LISTED;
  const names = things.slice(0, LISTED).map(named).join(", ");
  return rest > 0 ? `${names} and ${rest} more` : names;
}

function named({ type, object, handle }: Thing): string {
  return `${type} ${idOf(object) ?? handle}`;
}
