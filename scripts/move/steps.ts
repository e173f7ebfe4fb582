import { type Findings, outcomeOf } from "../stepwise/outcome.ts";
import { advanced, needs } from "../stepwise/progress.ts";
import { MoveRefused, sentenceOf } from "../stepwise/refused.ts";
import type { Carrier, Found } from "./carrier.ts";
import type { MoveFolder } from "./plan/folder.ts";
import type { Outcome, Step } from "./plan/outcome.ts";
import type { Progress } from "./plan/progress.ts";
import type { World } from "./world.ts";

/** A move, what carries it, and the world it happens in. */
export interface Move {
  readonly world: World;
  readonly folder: MoveFolder;
  readonly carriers: readonly Carrier[];
}

/** What people say besides the step. */
export interface Words {
  /** rollback: why what was written to the target since cutover may be lost. */
  readonly loseWrites?: string;
  /** retire: the move is given up before its cutover. @default false */
  readonly abandon?: boolean;
}

type Ask = (carrier: Carrier) => Promise<Found>;
type Work = (move: Move, progress: Progress, words: Words) => Promise<Found>;

/** What each step does. */
const WORK: Readonly<Record<Step, Work>> = {
  check: (move) => each(move, (carrier) => carrier.check()),
  copy: (move) => each(move, (carrier) => carrier.copy()),
  follow: (move) => each(move, (carrier) => carrier.follow()),
  compare: (move, progress) => each(move, (carrier) => carrier.compare(progress)),
  cutover,
  rollback,
  retire,
};

/** Takes a step and writes down how it ended, whatever that is. */
export async function takeStep(move: Move, step: Step, words: Words = {}): Promise<Outcome> {
  const { folder, world } = move;
  const { progress } = folder;
  if (progress.place === "target" && (step === "copy" || step === "follow" || step === "compare")) {
    throw new MoveRefused(
      `${step} has nothing to do any more`,
      [
        `${folder.plan.name} went over at ${progress.steps.cutover?.at}: the target is what people write to`,
      ],
      `infra move rollback ${folder.file}, or infra move retire ${folder.file}`,
    );
  }
  const { changes, ...findings } = await WORK[step](move, progress, words);
  const outcome = outcomeOf(step, world.now(), findings);
  folder.saveProgress(advanced(progress, outcome, changes));
  return outcome;
}

/** Asks each carrier; the gate is open where all of theirs are. */
async function all({ carriers, world }: Move, ask: Ask): Promise<Found> {
  const found: Found[] = [];
  for (const carrier of carriers) {
    world.talk(`${carrier.kind} ...`);
    const told = await ask(carrier);
    found.push(carriers.length > 1 ? inNameOf(carrier, told) : told);
  }
  return merged(found);
}

/** Asks each carrier; of several, one that cannot go on does not keep the others from it. */
function each(move: Move, ask: Ask): Promise<Found> {
  if (move.carriers.length === 1) return all(move, ask);
  return all(move, async (carrier) => {
    try {
      return await ask(carrier);
    } catch (error) {
      return { said: "could not go on", problems: [sentenceOf(error)] };
    }
  });
}

/** So that nobody takes one kind's words for another's. */
function inNameOf({ kind }: Carrier, { said, problems, warnings, todo, facts, ...rest }: Found) {
  const named = (lines: readonly string[] = []) => lines.map((line) => `${kind}: ${line}`);
  return {
    ...rest,
    said: `${kind}: ${said}`,
    ...{ problems: named(problems), warnings: named(warnings), todo: named(todo) },
    facts: (facts ?? []).map(([label, value]) => [`${kind}: ${label}`, value] as const),
  };
}

function merged(found: readonly Found[]): Found {
  const every = <K extends keyof Omit<Findings, "said">>(key: K) =>
    found.flatMap((each) => (each[key] ?? []) as NonNullable<Found[K]>[number][]);
  return {
    said: found.map(({ said }) => said).join("; "),
    ...{ problems: every("problems"), warnings: every("warnings") },
    ...{ todo: every("todo"), facts: every("facts") },
    changes: Object.assign({}, ...found.map(({ changes }) => changes)),
  };
}

/** Looks at every gate once more, does the last, and tells what people do then. */
async function cutover(move: Move, progress: Progress): Promise<Found> {
  const { folder } = move;
  if (progress.place === "target") {
    return { said: "the move is through already", todo: [`infra move retire ${folder.file}`] };
  }
  const gates = await each(move, (carrier) => carrier.gate(progress));
  const problems = [...needs(progress, "copy", "follow", "compare"), ...(gates.problems ?? [])];
  if (problems.length > 0) return { ...gates, said: "the application stays where it is", problems };
  const done = await all(move, (carrier) => carrier.handOver());
  return {
    ...done,
    warnings: [...(gates.warnings ?? []), ...(done.warnings ?? [])],
    changes: { ...gates.changes, ...done.changes, place: "target" },
    todo: [
      "leave the source as it is: read-only, with its application stopped",
      "give the application the target's address, and start it",
      `if anything is wrong: infra move rollback ${folder.file}`,
      `when it is good for long enough: infra move retire ${folder.file}`,
      ...(done.todo ?? []),
    ],
  };
}

/** Goes back, unless that would lose what was written since. */
async function rollback(move: Move, { place }: Progress, { loseWrites }: Words): Promise<Found> {
  if (place === "source") {
    return {
      said: "the application is at the source: there is nothing to go back from",
      todo: ["let the source be written to again, and start the application"],
    };
  }
  const written = await all(move, (carrier) => carrier.writtenSince());
  const lost = written.problems ?? [];
  if (lost.length > 0 && !loseWrites) {
    return {
      said: "going back would lose what was written to the target since cutover",
      problems: lost,
      todo: ["bring it to the source by hand and ask again, or say --lose-writes <reason>"],
    };
  }
  const back = await all(move, (carrier) => carrier.handBack());
  return {
    ...back,
    warnings: lost.map((each) => `lost, because ${loseWrites}: ${each}`),
    changes: { place: "source", steps: {}, readOnlySince: undefined },
    todo: [
      "stop the application",
      ...(back.todo ?? []),
      "give the application the source's address, and start it",
    ],
  };
}

/** Takes away what the move has made. Before cutover that ends it, which somebody must mean. */
async function retire(move: Move, { place }: Progress, { abandon }: Words): Promise<Found> {
  if (place === "source" && !abandon) {
    return {
      said: "the move is not through",
      problems: ["the application is at the source: say --abandon to give the move up"],
    };
  }
  const gone = await all(move, (carrier) => carrier.retire());
  const todo =
    place === "target"
      ? ["keep the source until the target's backup was restored once, then take it down"]
      : ["the target keeps what was copied: drop it, or empty it before another move"];
  return { ...gone, todo, ...(place === "source" && { changes: { steps: {} } }) };
}
