import type { StatePlace } from "./place.ts";
import { emptied, lossOf, type Snapshot } from "./snapshot.ts";

/** A state did not arrive as it left. */
export class StateLost extends Error {
  constructor(from: StatePlace, to: StatePlace, loss: string) {
    super(
      `the state was copied from ${from.name} to ${to.name}, but did not arrive whole: ${loss}. ` +
        "The one at its old place is untouched; keep using that one",
    );
    this.name = "StateLost";
  }
}

/**
 * Copies a state from one place to another and proves that it arrived. The old one stays; removing
 * it is the caller's.
 *
 * Not by `terraform init -migrate-state`, for two reasons that Terraform 1.11.4 showed: onto a key
 * that is not there yet it begins a new lineage, so that nobody can tell the copy from a stranger;
 * and with `-force-copy`, which it needs where nobody answers, it overwrites any state whatever.
 * An empty state of the right lineage first, then the whole one, keeps the lineage; neither is ever
 * forced.
 *
 * @returns the state as it lies at its new place; nothing where there was none to move
 * @throws StateTaken when another state lies at the new place
 */
export async function moveState(from: StatePlace, to: StatePlace): Promise<Snapshot | undefined> {
  const state = await from.pull();
  if (!state) return undefined;
  const there = await to.pull();
  if (there && lossOf(state, there) === undefined) return there;
  if (!there) await to.push(emptied(state));
  await to.push(state.text);
  const arrived = await to.pull();
  const loss = arrived ? lossOf(state, arrived) : "nothing lies there";
  if (!arrived || loss) throw new StateLost(from, to, loss ?? "");
  return arrived;
}
