import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readStacks, type Stack } from "../../stacks/manifest.ts";
import { selectStacks, UnknownNames, withProducers } from "../../stacks/select.ts";
import { synthesize } from "../../stacks/synthesize.ts";
import { type RehearsalOptions, type Session, Stopped } from "./session.ts";

/** What was asked for, with everything that it reads. */
export interface Chosen {
  /** Every synthesized stack. */
  readonly estate: readonly Stack[];
  /** Those that take part, producers first. */
  readonly stacks: readonly Stack[];
  /** Ids of those that the user named. */
  readonly asked: ReadonlySet<string>;
}

/**
 * Synthesizes into a folder of its own and picks what was asked for. The folder goes when the
 * session closes.
 */
export async function chooseStacks(session: Session, options: RehearsalOptions): Promise<Chosen> {
  const { project, env, names } = options;
  mkdirSync(project.rehearsal, { recursive: true });
  const output = mkdtempSync(join(project.rehearsal, ".synth-"));
  session.atEnd(() => rmSync(output, { recursive: true, force: true }));
  await synthesize({
    project,
    output,
    env,
    talk: (text) => session.talk(text),
    watch: (child) => session.interrupts.watch(child),
  }).catch((error: unknown) => {
    throw session.interrupts.stopping ? new Stopped() : error;
  });
  if (session.interrupts.stopping) throw new Stopped();
  const estate = readStacks(output);
  return { estate, ...pick(estate, names) };
}

/** What is named, and what that reads. Throws when a name means nothing. */
export function pick(
  estate: readonly Stack[],
  names: readonly string[],
): Pick<Chosen, "stacks" | "asked"> {
  const { stacks: chosen, unknown } = selectStacks(estate, names);
  if (unknown.length > 0) throw new UnknownNames(unknown);
  return {
    stacks: withProducers(estate, chosen),
    asked: new Set(chosen.map(({ id }) => id)),
  };
}
