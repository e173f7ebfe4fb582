import { plain } from "../../review/phrase.ts";
import type { StackReview } from "../../review/set/stack-review.ts";
import type { ChangeReview } from "../../review/stack/change.ts";
import { doing } from "./danger.ts";
import type { Scene } from "./scene.ts";

/** Most things that are told together: more than a comment has room for. */
const MOST_THINGS = 500;

/** What is told thing by thing. */
const TOLD: readonly ChangeReview["action"][] = [
  "update",
  "replace",
  "create",
  "destroy",
  "forget",
];

/** A change, and the stacks in which it is the very same. */
export interface Telling {
  readonly stacks: readonly string[];
  readonly change: ChangeReview;
}

/**
 * The same thing in several environments, told in one place: side by side where it does not change in
 * the same way, once where it does. By the first change of each; the others have nothing to tell. What
 * stands alone is not in it.
 */
export function twinsOf({ review }: Scene): ReadonlyMap<ChangeReview, readonly Telling[]> {
  const all = siblingsOf(review.stacks).flatMap(({ stack, environment, plan }) =>
    (plan?.changes ?? [])
      .filter(({ action, noise }) => !noise && TOLD.includes(action))
      .map((change) => ({ stack, change, thing: thingOf(stack, environment, change) })),
  );
  const things = groups(all, ({ thing }) => thing).filter(({ length }) => length > 1);
  // What is there to compare comes before what is new.
  const ordered = [...things.filter(isCompared), ...things.filter((each) => !isCompared(each))];
  return new Map(
    ordered.slice(0, MOST_THINGS).flatMap((group) => {
      const tellings = groups(group, ({ change }) => toldOf(change)).map(
        (same): Telling => ({
          stacks: same.map(({ stack }) => stack),
          change: same[0]!.change,
        }),
      );
      return group.map(({ change }, at) => [change, at === 0 ? tellings : []] as const);
    }),
  );
}

/** The stacks that stand in several environments. */
function siblingsOf(stacks: readonly StackReview[]): StackReview[] {
  const byName = groups(stacks, ({ stack, environment }) => stack.slice(environment.length + 1));
  return byName.filter(({ length }) => length > 1).flat();
}

function isCompared([first]: readonly { readonly change: ChangeReview }[]): boolean {
  return first?.change.action !== "create";
}

/** Items by their key, in the order in which they come. */
export function groups<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const byKey = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = byKey.get(key);
    if (known) known.push(item);
    else byKey.set(key, [item]);
  }
  return [...byKey.values()];
}

/** What is the same thing, treated in the same way, in every environment. */
function thingOf(stack: string, environment: string, change: ChangeReview): string {
  const { address, pending } = change;
  return JSON.stringify([stack.slice(environment.length + 1), address, doing(change), pending]);
}

/** All that is told of a change below its title. Of what goes there is nothing but its name and cause. */
function toldOf(change: ChangeReview): string {
  const { action, previousAddress, identity, origin, why, forcedBy } = change;
  const diff = action === "destroy" || action === "forget" ? undefined : change.diff;
  return JSON.stringify([previousAddress, identity, origin, why && plain(why), forcedBy, diff]);
}
