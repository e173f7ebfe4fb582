import { readFileSync } from "node:fs";
import { join } from "node:path";
import { reversed } from "../../stacks/in-order.ts";
import { selectStacks, UnknownNames, withProducers } from "../../stacks/select.ts";
import type { StackTemplate } from "../../stacks/template.ts";
import { chooseStacks } from "./choose.ts";
import { destroyStack } from "./destroy-stack.ts";
import { doom } from "./doom.ts";
import type { Copy } from "./folder.ts";
import { runAll } from "./rehearse.ts";
import { type RehearsalReport, type StackResult, succeeded, untouched } from "./result.ts";
import { type Prepared, type RehearsalOptions, Session } from "./session.ts";
import { isStanding, readState, stateProblem } from "./state.ts";

/**
 * Destroys what stands of the named stacks, consumers first, through Terraform. What only came
 * along for them goes too, unless another rehearsal still reads it. Leaves nothing of what it
 * destroys.
 */
export async function destroyRehearsal(options: RehearsalOptions): Promise<RehearsalReport> {
  const started = performance.now();
  const session = new Session(options);
  try {
    const chosen = await namedCopies(session, options);
    session.lock(withProducers(session.rehearsal.copies(), chosen).map(({ id }) => id));
    const doomed = doom(session.rehearsal.copies(), chosen, stands);
    const ids = doomed.copies.map(({ id }) => id);
    session.checkStates(ids, 0);
    const results = await destroyAll(session, options, doomed.copies.map(prepared));
    const keeping = doomed.kept.map(({ copy, readers }) => keptResult(copy, readers));
    return {
      stacks: [...results, ...keeping],
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await session.close();
  }
}

async function destroyAll(
  session: Session,
  options: RehearsalOptions,
  stacks: readonly Prepared[],
): Promise<StackResult[]> {
  const standing = stacks.filter(({ copy }) => stands(copy));
  for (const { copy } of stacks) if (!stands(copy)) session.rehearsal.remove(copy);
  if (standing.length === 0) return [];
  await session.startProvider(standing);
  const turned = reversed(standing.map(({ copy }) => copy));
  const inOrder = standing.map((each, i) => ({ ...each, copy: turned[i]! }));
  return runAll(session, options, inOrder, async (each) => {
    const result = await destroyStack(session.stage(each), (addresses) =>
      session.talk(
        `${each.copy.id}: destroying is refused, as it must be: ${addresses.join(", ")}`,
      ),
    );
    if (succeeded(result.ending) && !stands(each.copy)) {
      session.reconciliation?.removeLeft(each.copy);
      session.rehearsal.remove(each.copy);
    }
    return result;
  });
}

/** The copies that were named. A name that is only known to synth stands for nothing to destroy. */
async function namedCopies(session: Session, options: RehearsalOptions): Promise<Copy[]> {
  const copies = session.rehearsal.copies();
  const { stacks, unknown } = selectStacks(copies, options.names);
  if (unknown.length === 0) return [...stacks];
  const others = { ...options, names: unknown.map(({ name }) => name) };
  await chooseStacks(session, others).catch((error: unknown) => {
    throw error instanceof UnknownNames ? new UnknownNames(unknownIn(error, unknown)) : error;
  });
  return [...stacks];
}

/** The estate knows more names than what stands: its suggestions are the better ones. */
function unknownIn(
  error: UnknownNames,
  byCopies: UnknownNames["unknown"],
): UnknownNames["unknown"] {
  return error.unknown.map((each) => ({
    name: each.name,
    nearest: [
      ...new Set([
        ...each.nearest,
        ...(byCopies.find(({ name }) => name === each.name)?.nearest ?? []),
      ]),
    ].slice(0, 3),
  }));
}

function stands(copy: Copy): boolean {
  return stateProblem(copy.folder) !== undefined || isStanding(readState(copy.folder));
}

function prepared(copy: Copy): Prepared {
  const path = join(copy.folder, "cdk.tf.json");
  const template: StackTemplate = JSON.parse(readFileSync(path, "utf8"));
  return { copy, template };
}

function keptResult(copy: Copy, readers: readonly string[]): StackResult {
  const { resources } = readState(copy.folder);
  const stack = { stack: copy.id, environment: copy.environment, resources };
  return untouched(stack, "kept", `kept: read by ${readers.join(", ")}`);
}
