import type { SetReview } from "../review/set/set.ts";
import { type Verdict, worst } from "../review/stack/verdict.ts";
import { type Patience, patiently } from "./patience.ts";

/** A label of a request. */
export interface Label {
  readonly name: string;
  /** Six hexadecimal digits. Given when the label is made; whoever paints it later is left alone. */
  readonly colour: string;
}

/** The labels of one request on a forge. All calls throw a `ForgeRefusal`. */
export interface Labeller {
  /** Names of the labels that the request has. */
  labels(): Promise<readonly string[]>;
  /** Takes labels away, and adds others. */
  relabel(remove: readonly string[], add: readonly Label[]): Promise<void>;
}

const RED = "b60205";
const ORANGE = "d93f0b";
const YELLOW = "fbca04";
const GREEN = "0e8a16";
const BLUE = "1d76db";
const GREY = "ededed";

/** What a label says of each verdict, and its colour. */
const WORDS: Readonly<Record<Verdict, readonly [word: string, colour: string]>> = {
  failed: ["failed", RED],
  "destroys data": ["destroys", RED],
  destroys: ["destroys", RED],
  "replaces data": ["replaces", ORANGE],
  replaces: ["replaces", ORANGE],
  forgets: ["forgets", ORANGE],
  "broadens access": ["broadens access", ORANGE],
  incomplete: ["incomplete", YELLOW],
  blocked: ["blocked", YELLOW],
  updates: ["changes", GREEN],
  creates: ["changes", GREEN],
  "outputs only": ["changes", GREEN],
  "actions only": ["changes", GREEN],
  "state only": ["state only", BLUE],
  "drift only": ["no changes", GREY],
  "not planned": ["no changes", GREY],
  "no changes": ["no changes", GREY],
};

/** Longest name that GitHub takes for a label. */
const LONGEST = 50;

/** One label for each environment: the worst that would happen to it. */
export function labelsOf({ stacks }: SetReview, app: string): Label[] {
  const environments = [...new Set(stacks.map(({ environment }) => environment))].sort();
  return environments.map((environment) => {
    const own = stacks.filter((each) => each.environment === environment);
    const [word, colour] = WORDS[worst(own.map(({ verdict }) => verdict))];
    const about = `${app} ${environment}`.slice(0, LONGEST - word.length - 2);
    return { name: `${about}: ${word}`, colour };
  });
}

/**
 * Sees to it that a request has these of our labels and no others; labels of anybody else stay. Run
 * again it writes nothing.
 */
export function keepLabels(
  labeller: Labeller,
  wanted: readonly Label[],
  app: string,
  world: Patience,
): Promise<void> {
  // What was written before a refusal is seen by the next round, so nothing is written twice.
  return patiently(world, async () => {
    const present = await labeller.labels();
    const names = wanted.map(({ name }) => name);
    const remove = present.filter((name) => isOurs(name, app) && !names.includes(name));
    const add = wanted.filter(({ name }) => !present.includes(name));
    if (remove.length + add.length > 0) await labeller.relabel(remove, add);
  });
}

function isOurs(name: string, app: string): boolean {
  const [about = "", word] = name.split(": ");
  return about.startsWith(`${app} `) && Object.values(WORDS).some(([each]) => each === word);
}
