import type { Stack } from "../stacks/manifest.ts";
import { namesOf, nearest, selectStacks, UnknownNames } from "../stacks/select.ts";
import { appOf } from "./things.ts";

/** Names of the apps that have stacks, sorted. */
export function appsOf(stacks: readonly Stack[]): string[] {
  return [...new Set(stacks.map(({ id }) => appOf(id)))].sort();
}

/**
 * The stacks that are meant by names of environments, apps, stacks, or globs over ids; all of them
 * where nothing is named.
 *
 * @throws UnknownNames with every name that nothing is called
 */
export function selectDrawn(stacks: readonly Stack[], names: readonly string[]): Stack[] {
  if (names.length === 0) return [...stacks];
  const apps = appsOf(stacks);
  const others = names.filter((name) => !apps.includes(name));
  const { stacks: found, unknown } = selectStacks(stacks, others);
  const known = [...apps, ...namesOf(stacks)];
  if (unknown.length > 0) {
    const named = unknown.map(({ name }) => ({ name, nearest: nearest(name, known) }));
    throw new UnknownNames(named, "environment, app or stack");
  }
  return stacks.filter((stack) => names.includes(appOf(stack.id)) || found.includes(stack));
}
