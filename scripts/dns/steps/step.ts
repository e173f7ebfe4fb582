import type { MoveFolder } from "../move/folder.ts";
import { type Findings, type Outcome, outcomeOf, type Step } from "../move/outcome.ts";
import { advanced, type Progress } from "../move/progress.ts";
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

/** What keeps a step from beginning: earlier ones whose gates are closed. */
export function needs(progress: Progress, ...steps: readonly Step[]): string[] {
  return steps.flatMap((step) => {
    const outcome = progress.steps[step];
    if (outcome?.holds) return [];
    return [outcome ? `${step} is not through: ${outcome.said}` : `${step} was not done yet`];
  });
}
