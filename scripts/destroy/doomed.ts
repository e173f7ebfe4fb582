import { protectionsOf } from "../rehearsal/run/protections.ts";
import type { Stack } from "../stacks/manifest.ts";

/** What was named must not be destroyed. Nothing was. */
export class NotDestroyed extends Error {
  constructor(problems: readonly string[]) {
    super([...problems, "nothing was destroyed"].join("\n"));
    this.name = "NotDestroyed";
  }
}

/** The stacks that read or wait for one that is named, and are not named themselves. */
export function readersOutside(estate: readonly Stack[], chosen: readonly Stack[]): Stack[] {
  const ids = new Set(chosen.map(({ id }) => id));
  return estate.filter(
    ({ id, dependencies }) => !ids.has(id) && dependencies.some((each) => ids.has(each)),
  );
}

/**
 * Throws, with all problems at once, where something named is still read by something that stands,
 * or is protected by its code.
 *
 * @param chosen what is named and stands
 * @param readers what is not named, stands, and depends on it
 */
export function checkDoomed(chosen: readonly Stack[], readers: readonly Stack[]): void {
  const read = chosen.flatMap(({ id }) => {
    const by = readers.filter(({ dependencies }) => dependencies.includes(id));
    const names = by.map((each) => each.id).join(", ");
    return by.length > 0
      ? [`${id} is still read by ${names}; destroy that first, or name it as well`]
      : [];
  });
  const problems = [...read, ...chosen.flatMap(protectedIn)];
  if (problems.length > 0) throw new NotDestroyed(problems);
}

/** Arguments that only say what is lost with a thing: without them a destroy may fail, with them it loses more. */
const LOSES_CONTENT = /^(force_destroy|force_delete|skip_final_snapshot|deletion_policy)$/;

function protectedIn({ id, template }: Stack): string[] {
  return protectionsOf(template).flatMap(({ address, by }) => {
    const closed = by.filter((each) => !LOSES_CONTENT.test(each));
    return closed.length > 0
      ? [
          `${id}: ${address} is protected by ${closed.join(" and ")}; take that off in the code, apply it, and destroy then`,
        ]
      : [];
  });
}
