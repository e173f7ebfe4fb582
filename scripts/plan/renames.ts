import { partsOfId } from "../stacks/manifest.ts";
import type { Json, StackTemplate } from "../stacks/template.ts";

/** A stack that is not in the code any more. */
export interface Removed {
  readonly id: string;
  /** The stack that seems to be the same one under another name. */
  readonly renamedTo?: string;
}

/** What of a stack tells that it is another one under a new name. */
interface Named {
  readonly id: string;
  readonly template: StackTemplate;
}

/** Least part of the resources that two stacks must have in common to be one. */
const ALIKE = 0.8;

/**
 * What became of the stacks that only the base has. A name is never told twice, and never one of
 * another environment while that of the old name is still there: a state must not end up in it.
 *
 * @param gone stacks that only the base has
 * @param added stacks that only the head has
 * @param head all stacks of the head
 */
export function removedOf(
  gone: readonly Named[],
  added: readonly Named[],
  head: readonly Named[],
): Removed[] {
  const still = new Set(head.map(({ id }) => environmentOf(id)));
  const pairs = gone
    .flatMap((old) => added.map((now) => ({ old, now, alike: alike(old, now) })))
    .filter(({ old, now, alike }) => alike >= ALIKE && mayBe(old.id, now.id, still))
    .sort((a, b) => b.alike - a.alike);
  const names = new Map<string, string>();
  for (const { old, now } of pairs) {
    const isTold = [...names.values()].includes(now.id);
    if (!names.has(old.id) && !isTold) names.set(old.id, now.id);
  }
  return gone.map(({ id }): Removed => {
    const renamedTo = names.get(id);
    return { id, ...(renamedTo !== undefined && { renamedTo }) };
  });
}

function mayBe(old: string, now: string, still: ReadonlySet<string>): boolean {
  const environment = environmentOf(old);
  return environment === environmentOf(now) || !still.has(environment);
}

function environmentOf(id: string): string {
  return partsOfId(id).environment;
}

/** How much of the resources two stacks have in common, from 0 to 1. */
function alike(a: Named, b: Named): number {
  const [first, second] = [addresses(a.template), addresses(b.template)];
  const shared = first.filter((each) => second.includes(each)).length;
  return first.length > 0 ? shared / Math.max(first.length, second.length) : 0;
}

function addresses({ resource = {} }: StackTemplate): string[] {
  return Object.entries(resource).flatMap(([type, byName]) =>
    Object.keys(byName as Json).map((name) => `${type}.${name}`),
  );
}
