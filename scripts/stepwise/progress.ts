import type { StepOutcome } from "./outcome.ts";
import { MoveRefused } from "./refused.ts";

/** How far a move has come, whatever it moves. */
export interface StepProgress<Step extends string = string> {
  readonly version: 1;
  /** Counts the writes: who has read an older one must not write. */
  readonly revision: number;
  /** The last outcome of each step. */
  readonly steps: Partial<Readonly<Record<Step, StepOutcome<Step>>>>;
  /** Every step that was ever taken, oldest first. */
  readonly history: readonly Pick<StepOutcome<Step>, "step" | "at" | "holds" | "said">[];
}

/** The longest that the history grows; the oldest entries go. */
const HISTORY = 500;

/** Takes a step's outcome in, with what else changes by it. */
export function advanced<Step extends string, Progress extends StepProgress<Step>>(
  progress: Progress & StepProgress<Step>,
  outcome: StepOutcome<Step>,
  changes: Partial<Progress> = {},
): Progress {
  const { step, at, holds, said } = outcome;
  return {
    ...progress,
    ...changes,
    steps: { ...(changes.steps ?? progress.steps), [step]: outcome },
    history: [...progress.history, { step, at, holds, said }].slice(-HISTORY),
  };
}

/**
 * Progress as it is written next.
 *
 * @param standing what the file holds now
 * @throws MoveRefused when somebody else has written since `progress` was read
 */
export function nextRevision<Progress extends StepProgress>(
  standing: Pick<StepProgress, "revision">,
  progress: Progress,
  told: {
    /** What moves, for people. */
    readonly move: string;
    readonly file: string;
    readonly cure: string;
  },
): Progress {
  if (standing.revision !== progress.revision) {
    throw new MoveRefused(
      `the progress of ${told.move} was not written`,
      [`somebody else has gone on with ${told.file} in the meantime`],
      told.cure,
    );
  }
  return { ...progress, revision: progress.revision + 1 };
}

/** What keeps a step from beginning: earlier ones whose gates are closed. */
export function needs<Step extends string>(
  { steps }: StepProgress<Step>,
  ...wanted: readonly NoInfer<Step>[]
): string[] {
  return wanted.flatMap((step) => {
    const outcome = steps[step];
    if (outcome?.holds) return [];
    return [outcome ? `${step} is not through: ${outcome.said}` : `${step} was not done yet`];
  });
}
