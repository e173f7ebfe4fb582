import { sentenceOf } from "../stepwise/refused.ts";
import type { Found } from "./carrier.ts";

/** One thing that must hold before a copy begins. */
export interface Point<Surveyed> {
  readonly name: string;
  /** What is wrong, each with its cure; false where a rule holds. */
  readonly judge: (surveyed: Surveyed) => readonly (string | false)[];
}

/** A point that was judged: what is wrong with it. */
export type Judged = readonly [name: string, wrong: readonly (string | false)[]];

/** Judges what both sides say; one that does not answer is told instead. */
export async function checkBoth<Said>(
  asked: readonly [source: Promise<Said>, target: Promise<Said>],
  judge: (source: Said, target: Said) => Promise<Found>,
): Promise<Found> {
  const answers = await Promise.allSettled(asked);
  const [source, target] = answers;
  if (source.status === "fulfilled" && target.status === "fulfilled") {
    return judge(source.value, target.value);
  }
  const silent = answers.flatMap((each) =>
    each.status === "rejected" ? [sentenceOf(each.reason)] : [],
  );
  return { said: "not both sides answer", problems: silent };
}

/** Judged points: what is wrong under the name of each, and which of them hold. */
export function pointsFound(judged: readonly Judged[]) {
  const found = judged.map(
    ([name, wrong]) => [name, wrong.filter((each) => each !== false)] as const,
  );
  return {
    problems: found.flatMap(([name, wrong]) => wrong.map((each) => `${name}: ${each}`)),
    facts: found.map(([name, wrong]) => [name, wrong.length === 0 ? "holds" : "does not"] as const),
  };
}
