import { join } from "node:path";
import { removeEmpty, Session } from "../state/session.ts";
import { type Foundation, foundationOf, instructions } from "./foundation.ts";
import type { BootstrapOptions } from "./options.ts";
import { bootstrapState } from "./state-stack.ts";
import { applyChanges, type Job, type StackOutcome } from "./work.ts";
import { Workplace } from "./workplace.ts";

/** How a bootstrap ended. */
export interface BootstrapReport {
  readonly environment: string;
  /** What there is to do by hand, where there is no bucket to make. */
  readonly instructions?: string;
  /** In the order in which they were worked on. */
  readonly stacks: readonly StackOutcome[];
}

/**
 * Makes the state bucket of an environment with a local state, moves that state into the bucket,
 * then makes the identities of CI with a state that lies there from the first.
 *
 * It can be run at any time: what is done is not done again. Two on one machine exclude each other by
 * a lock; of two on two machines the one whose state reached the bucket first has won, and the other
 * changes nothing of it.
 */
export async function bootstrap(options: BootstrapOptions): Promise<BootstrapReport> {
  const session = new Session(join(options.project.root, ".bootstrap"), options);
  try {
    const foundation = foundationOf(await session.synthesize(), options.environment);
    const { environment, state, ci } = foundation;
    if (!state) return { environment, stacks: [], instructions: instructions(foundation) };
    session.lock(environment, "bootstrap", [state, ci]);
    return { environment, stacks: await bothStacks(session, { ...foundation, state }, options) };
  } finally {
    session.close();
  }
}

async function bothStacks(
  session: Session,
  { environment, state, ci }: Foundation & Required<Pick<Foundation, "state">>,
  options: BootstrapOptions,
): Promise<StackOutcome[]> {
  const folder = join(session.root, environment);
  const job = (stack: typeof ci): Job => ({
    ...options,
    folder,
    place: new Workplace(stack, join(folder, stack.id), session.setting, session.talk),
    setting: session.setting,
  });
  try {
    const first = await bootstrapState(job(state));
    if (first.refused) return [first];
    return [first, await bootstrapCi(job(ci), first.where === "local")];
  } finally {
    removeEmpty(folder);
  }
}

/** @param homeless true when there is no bucket yet: only for showing what would be made */
async function bootstrapCi(job: Job, homeless: boolean): Promise<StackOutcome> {
  const { place } = job;
  try {
    await place.prepare(homeless ? "local" : "remote");
    return await applyChanges(job, homeless ? "local" : "remote");
  } finally {
    place.clear();
  }
}
