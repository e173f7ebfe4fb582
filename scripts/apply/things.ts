import { isMeant, keyOf } from "../review/digest.ts";
import { doingOf } from "../review/plan/action.ts";
import type { PlanJson } from "../review/plan/plan-json.ts";
import type { TerraformEvent } from "../terraform/events.ts";

/** What became of the things of a plan. */
export interface Things {
  readonly done: readonly string[];
  /** Terraform had begun with them and did not say how it ended: look at them. */
  readonly unknown: readonly string[];
  /** An attempt that failed; some of it may stand. */
  readonly failed: readonly string[];
  /** Replacements that ended between their halves: the old one is gone, the new one is not made. */
  readonly gone: readonly string[];
  /** The same the other way round: the new one is made, and the old one still stands. */
  readonly doubled: readonly string[];
  readonly notDone: readonly string[];
}

/** Nothing to do. */
export const NO_THINGS: Things = {
  ...{ done: [], unknown: [], failed: [] },
  ...{ gone: [], doubled: [], notDone: [] },
};

interface Progress {
  /** How often it must complete: a replacement does so twice. */
  readonly wanted: number;
  /** Of a replacement: the old one goes before the new one is made. */
  readonly destroysFirst: boolean;
  begun: number;
  failed: boolean;
  completed: number;
}

/** Follows an apply by what Terraform says while it works. */
export class ThingsDone {
  readonly #things = new Map<string, Progress>();

  constructor(plan: PlanJson) {
    for (const resource of (plan.resource_changes ?? []).filter(isMeant)) {
      const wanted = doingOf(resource)?.action === "replace" ? 2 : 1;
      const destroysFirst = resource.change.actions[0] === "delete";
      const nothing = { begun: 0, failed: false, completed: 0 };
      this.#things.set(keyOf(resource), { wanted, destroysFirst, ...nothing });
    }
  }

  get total(): number {
    return this.#things.size;
  }

  /** How many are done. */
  get done(): number {
    return [...this.#things.values()].filter(isDone).length;
  }

  /** One event of an apply. */
  hear({ type, hook }: TerraformEvent): void {
    const thing = this.#things.get(hook?.resource?.addr ?? "");
    if (!thing || hook?.action === "read") return;
    if (type === "apply_start") thing.begun++;
    else if (type === "apply_complete") thing.completed++;
    else if (type === "apply_errored") thing.failed = true;
  }

  /**
   * Terraform was stopped and came to its own end. What it was making is told of; the rest it has
   * announced and then not begun.
   */
  halted(): void {
    for (const thing of this.#things.values()) thing.begun = thing.completed;
  }

  /** @param all whether Terraform said that all of it is done */
  outcome(all: boolean): Things {
    if (all) return { ...NO_THINGS, done: [...this.#things.keys()] };
    const those = (fits: (thing: Progress) => boolean) =>
      [...this.#things].filter(([, thing]) => fits(thing)).map(([key]) => key);
    return {
      done: those(isDone),
      failed: those((thing) => thing.failed && !isHalf(thing)),
      unknown: those(({ begun, completed, failed }) => begun > completed && !failed),
      gone: those((thing) => isHalf(thing) && thing.destroysFirst),
      doubled: those((thing) => isHalf(thing) && !thing.destroysFirst),
      notDone: those(({ begun, failed }) => begun === 0 && !failed),
    };
  }
}

function isDone({ completed, wanted, failed }: Progress): boolean {
  return completed >= wanted && !failed;
}

/** True between the halves of a replacement, where nothing of it is under way or the second failed. */
function isHalf({ begun, completed, wanted, failed }: Progress): boolean {
  return (begun === completed || failed) && completed > 0 && completed < wanted;
}
