import type { Difference } from "./compare/differences.ts";
import type { StackApplied } from "./result.ts";

/** One list of what is told of a stack besides its problems. */
export interface Told {
  /** `done`, `failed`, `would do something else than was reviewed`. */
  readonly what: string;
  /** The same with the name of its stack: `dev-shop-api, done`. */
  readonly title: string;
  readonly lines: readonly string[];
}

/** What is told of how a stack ended. */
type Ended = Pick<StackApplied, "stack" | "ending" | "things" | "follows" | "differences">;

/** What is told of a stack, list by list; of one that did not end well, what became of each thing. */
export function toldOf({ stack, ending, things, follows, differences }: Ended): Told[] {
  const applied = ending === "applied";
  const half = <T>(lines: readonly T[]) => (applied ? [] : lines);
  const list = (what: string, lines: readonly string[], joint = ", "): Told[] =>
    lines.length > 0 ? [{ what, title: `${stack}${joint}${what}`, lines }] : [];
  return [
    ...list("follows what moved", applied ? follows : [], " "),
    ...list("done", half(things.done)),
    ...list("failed", half(things.failed)),
    ...list("unknown: begun, and nobody knows how it ended", things.unknown),
    ...list("destroyed, and not made anew", half(things.gone)),
    ...list("made anew, and the old one still stands", half(things.doubled)),
    ...list("not done", half(things.notDone)),
    ...list("would do something else than was reviewed", differences.flatMap(tell), " "),
  ];
}

/** How much of a stack is done: `3 of 7`; nothing where there was nothing to do. */
export function countsOf(things: StackApplied["things"]): string {
  const total = Object.values(things).reduce((sum, each) => sum + each.length, 0);
  return total === 0 ? "" : `${things.done.length} of ${total}`;
}

/** A difference in words: `aws_vpc.network: reviewed update, now replace`. */
function tell({ about, reviewed, now, places }: Difference): string[] {
  const head =
    reviewed === now
      ? `${about}: ${now} with other values`
      : `${about}: reviewed ${reviewed}, now ${now}`;
  const lines = places.map(({ path, ...sides }) =>
    sides.reviewed === "" && sides.now === ""
      ? `  ${path}`
      : `  ${path}: reviewed ${sides.reviewed}, now ${sides.now}`,
  );
  return [head, ...lines];
}
