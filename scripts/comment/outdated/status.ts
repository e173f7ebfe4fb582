import { cut } from "../../review/diff/long.ts";
import { type Patience, patiently } from "../patience.ts";
import { type CommitStatus, LONGEST, type Reporter } from "../statuses.ts";
import type { Outdated } from "./applied-stacks.ts";

/** The status of a plan that is out of date: it is to wait, and nothing has failed. */
export function outdatedStatus(
  app: string,
  { environment, stacks, others }: Outdated,
): CommitStatus {
  const [first = "stacks"] = stacks;
  const more = others ? " and others" : stacks.length > 1 ? ` and ${stacks.length - 1} more` : "";
  const description = cut(`out of date: ${first}${more} applied since; plan again`, LONGEST);
  return { context: `${app} ${environment}`, state: "pending", description };
}

/** Statuses of a plan that was commented, where it may be out of date already. */
export function withOutdated(
  statuses: readonly CommitStatus[],
  outdated: readonly Outdated[],
  app: string,
): CommitStatus[] {
  const over = outdated.map((each) => outdatedStatus(app, each));
  return statuses.map((each) => over.find(({ context }) => context === each.context) ?? each);
}

/**
 * Puts back what statuses said before we wrote that they are out of date: a newer plan of the same
 * commit has come between our look and our write. Run again it writes nothing.
 */
export function restoreStatuses(
  reporter: Reporter,
  commit: string,
  { contexts, url }: { readonly contexts: readonly string[]; readonly url: string | undefined },
  world: Patience,
): Promise<void> {
  return patiently(world, async () => {
    if (contexts.length === 0) return;
    const present = await reporter.statuses(commit);
    for (const context of contexts) {
      const [newest, ...before] = present.filter((each) => each.context === context);
      const last = before.find(({ state }) => state !== "pending");
      if (newest?.state === "pending" && last) await reporter.report(commit, last, url);
    }
  });
}
