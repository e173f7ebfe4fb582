import { type Findings, outcomeOf } from "../../stepwise/outcome.ts";
import { advanced, needs } from "../../stepwise/progress.ts";
import type { MoveFolder } from "../move/folder.ts";
import type { Outcome, Step } from "../move/outcome.ts";
import type { Progress } from "../move/progress.ts";
import type { World } from "../world.ts";

/** One zone's move, and the world it happens in. */
export interface Move {
  readonly world: World;
  readonly folder: MoveFolder;
}

/** What a step found, and what of the progress changes by it. */
export interface Taken extends Findings {
  readonly changes?: Partial<Progress>;
}

/** Takes a step and writes down how it ended, whatever that is. */
export async function take(
  { world, folder }: Move,
  step: Step,
  work: (progress: Progress, now: Date) => Promise<Taken> | Taken,
): Promise<Outcome> {
  const progress = folder.progress;
  const now = world.now();
  const { changes, ...findings } = await work(progress, now);
  const outcome = outcomeOf(step, now, findings);
  folder.saveProgress(advanced(progress, outcome, changes));
  return outcome;
}

/** What keeps a step from beginning where earlier ones build on each other: none may be older than the one before. */
export function needsInOrder(progress: Progress, ...wanted: readonly Step[]): string[] {
  const older = wanted.slice(1).flatMap((step, i) => {
    const [before, after] = [progress.steps[wanted[i]!], progress.steps[step]];
    if (!before || !after || before.at <= after.at) return [];
    return [`${wanted[i]} was done again after ${step}: do ${step} again`];
  });
  return [...needs(progress, ...wanted), ...older];
}
