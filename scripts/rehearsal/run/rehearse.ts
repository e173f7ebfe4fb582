import { type Outcome, runInOrder } from "../../stacks/in-order.ts";
import { rehearsalMarker } from "../provider/index.ts";
import { chooseStacks } from "./choose.ts";
import { type CopyOptions, checkReads, copyStack } from "./copy.ts";
import { showProgress } from "./progress.ts";
import { rehearseStack } from "./rehearse-stack.ts";
import { type RehearsalReport, type StackResult, succeeded, untouched } from "./result.ts";
import { type Prepared, type RehearsalOptions, Session, sizeOf } from "./session.ts";
import { readState } from "./state.ts";

/**
 * Deploys stacks for real, minus the clouds: Terraform itself, onto the rehearsal provider. What
 * they read from other stacks is rehearsed with them.
 */
export async function rehearse(options: RehearsalOptions): Promise<RehearsalReport> {
  const started = performance.now();
  const session = new Session(options);
  try {
    const prepared = await prepare(session, options);
    const stacks = await runAll(session, options, prepared, async (each) => {
      const result = await rehearseStack(session.stage(each));
      session.reconciliation?.end(each.copy, result.ending);
      return result;
    });
    return { stacks, seconds: (performance.now() - started) / 1000 };
  } finally {
    await session.close();
  }
}

/**
 * Copies of what was asked for, locked and checked, with the provider running for them.
 *
 * @param stateBy who writes their states
 */
export async function prepare(
  session: Session,
  options: RehearsalOptions,
  stateBy: CopyOptions["stateBy"] = "server",
): Promise<Prepared[]> {
  const { estate, stacks, asked } = await chooseStacks(session, options);
  const { rehearsal } = session;
  const copying: CopyOptions = { rehearsal, estate, marker: rehearsalMarker, stateBy };
  checkReads(stacks, copying);
  const ids = stacks.map(({ id }) => id);
  session.lock(ids);
  session.checkStates(ids, sizeOf(stacks));
  const prepared = stacks.map((stack) => ({
    copy: copyStack(stack, asked.has(stack.id), copying),
    template: stack.template,
  }));
  tellLeftOver(session, estate);
  await session.startProvider(prepared);
  return prepared;
}

/** Says which copies stand though their stack is not in the code any more. */
function tellLeftOver(session: Session, estate: readonly { readonly id: string }[]): void {
  const known = new Set(estate.map(({ id }) => id));
  for (const { id } of session.rehearsal.copies()) {
    if (known.has(id)) continue;
    session.talk(
      `${id} is not in the code any more, but its rehearsal stands; "infra rehearse ${id} --destroy" destroys it`,
    );
  }
}

/** Works on all stacks in order and shows how they come along. */
export async function runAll(
  session: Session,
  options: RehearsalOptions,
  prepared: readonly Prepared[],
  work: (each: Prepared) => Promise<StackResult>,
): Promise<StackResult[]> {
  const items = prepared.map((each) => ({
    ...each,
    id: each.copy.id,
    dependencies: each.copy.dependencies,
  }));
  const progress = showProgress(
    items.map(({ id }) => id),
    options.terminal,
    options.talk,
  );
  session.progress = progress;
  const outcomes = await runInOrder(items, {
    limit: session.parallel,
    work: async (item) => {
      const result = await work(item);
      progress.end(result);
      return result;
    },
    succeeded: ({ ending }) => succeeded(ending),
    blocked: (item, by) => progress.end(notBegun(item, by)),
  });
  await progress.close();
  session.progress = undefined;
  session.tellIdleFaults();
  return items.map((item) => resultOf(item, outcomes.get(item.id)!));
}

function resultOf(each: Prepared, outcome: Outcome<StackResult>): StackResult {
  return "done" in outcome ? outcome.done : notBegun(each, outcome.blockedBy);
}

function notBegun({ copy }: Prepared, by: string): StackResult {
  const { resources } = readState(copy.folder);
  const stack = { stack: copy.id, environment: copy.environment, resources };
  return untouched(stack, "blocked", `blocked by ${by}`);
}
