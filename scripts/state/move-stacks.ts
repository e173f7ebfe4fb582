import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readStacks, type Stack } from "../stacks/manifest.ts";
import { selectStacks, UnknownNames } from "../stacks/select.ts";
import { ownState } from "../stacks/template.ts";
import { moveState } from "./move.ts";
import { backendOf, StatePlace } from "./place.ts";
import { inPassing, type Session, type SessionOptions } from "./session.ts";

/** One state whose place has changed. */
export interface Removal {
  readonly stack: string;
  /** Where it lies, and where it goes: `s3://bucket/key`. */
  readonly from: string;
  readonly to: string;
  readonly before: Stack;
  readonly after: Stack;
}

/** What became of one state. */
export interface MoveOutcome {
  readonly stack: string;
  readonly from: string;
  readonly to: string;
  /** Things in it: none where there was no state to move. Left out before anything is moved. */
  readonly resources?: number;
}

/** There is no earlier synth in the folder that was named. */
export class NoEarlierSynth extends Error {
  constructor(folder: string) {
    super(
      `${folder} holds no synthesized stacks; before you change where states lie, run "infra synth" and copy cdktf.out there`,
    );
    this.name = "NoEarlierSynth";
  }
}

/** The stacks whose states lay elsewhere before. New stacks have no state to move. */
export function removalsOf(before: readonly Stack[], after: readonly Stack[]): Removal[] {
  const earlier = new Map(before.map((stack) => [stack.id, stack]));
  return after.flatMap((stack) => {
    const old = earlier.get(stack.id);
    if (!old) return [];
    const [from, to] = [ownState(old.template), ownState(stack.template)];
    return from === to ? [] : [{ stack: stack.id, from, to, before: old, after: stack }];
  });
}

/** The stacks of an earlier synth. */
export function readEarlier(folder: string): Stack[] {
  if (!existsSync(join(folder, "manifest.json"))) throw new NoEarlierSynth(folder);
  return readStacks(folder);
}

/** What a move is given. */
export interface MoveOptions extends SessionOptions {
  /** Environments, stacks or globs. */
  readonly names: readonly string[];
  /** Absolute path of a synth from before the change. */
  readonly from: string;
  readonly dryRun: boolean;
  /** Asks whether to go on. */
  readonly confirm: (question: string) => Promise<boolean>;
}

/**
 * Moves the states of stacks to where the environments say now, one after the other. The old ones
 * stay where they are. It can be run again: a state that has moved is found to be there.
 *
 * @returns what was or would be moved; nothing when somebody said no
 */
export async function moveStacks(options: MoveOptions): Promise<MoveOutcome[] | undefined> {
  const before = readEarlier(options.from);
  return inPassing(options, async (session) => {
    const { stacks, unknown } = selectStacks(await session.synthesize(), options.names);
    if (unknown.length > 0) throw new UnknownNames(unknown);
    const removals = removalsOf(before, stacks);
    if (removals.length === 0 || options.dryRun) {
      return removals.map(({ stack, from, to }) => ({ stack, from, to }));
    }
    const things = `${removals.length} ${removals.length === 1 ? "state" : "states"}`;
    if (!(await options.confirm(`move ${things} of ${options.names.join(", ")}?`)))
      return undefined;
    const outcomes: MoveOutcome[] = [];
    for (const removal of removals) outcomes.push(await move(removal, session, options));
    return outcomes;
  });
}

async function move(
  { stack, from, to, before, after }: Removal,
  session: Session,
  { project, talk }: MoveOptions,
): Promise<MoveOutcome> {
  talk(`${stack}: ${from} to ${to}`);
  // Paths of local states are relative to where stacks are applied.
  const home = join(project.output, "stacks", stack);
  const place = (name: string, at: Stack) =>
    new StatePlace(
      join(session.root, `${stack}-${name}`),
      backendOf(at.template, home),
      session.setting,
    );
  const arrived = await moveState(place("from", before), place("to", after));
  // What an earlier init has noted of the old place: with it the next one would want to move the state.
  rmSync(join(home, ".terraform", "terraform.tfstate"), { force: true });
  return { stack, from, to, resources: arrived?.resources.length ?? 0 };
}
