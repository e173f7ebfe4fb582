import { structuredPatch } from "diff";

/** One line of a difference. `@` is a note of ours: how much is left out. */
export interface DiffLine {
  readonly mark: "-" | "+" | " " | "@";
  readonly text: string;
}

/** Lines that differ, with those around them. */
export interface Hunk {
  /** The first of them before, counted from 1. */
  readonly oldStart: number;
  readonly lines: readonly DiffLine[];
}

/** Lines before and after a changed one. */
const CONTEXT = 3;

/** Texts that differ in more lines than this are told apart no further. */
const MOST_EDITS = 2000;

/** Where two texts differ, line by line; nothing where almost everything does. */
export function hunksOf(
  from: readonly string[],
  to: readonly string[],
): readonly Hunk[] | undefined {
  const one = oneReplaced(from, to);
  if (one) return [one];
  const [old, now] = [from, to].map((lines) => `${lines.join("\n")}\n`) as [string, string];
  const options = { context: CONTEXT, maxEditLength: MOST_EDITS };
  const patch = structuredPatch("", "", old, now, "", "", options);
  return patch?.hunks.map(({ oldStart, lines }) => ({
    oldStart,
    lines: lines
      .filter((line) => !line.startsWith("\\"))
      .map((line) => ({ mark: line[0] as "-" | "+" | " ", text: line.slice(1) })),
  }));
}

/** One line in the place of another: most differences are no more, and need not be searched for. */
function oneReplaced(from: readonly string[], to: readonly string[]): Hunk | undefined {
  if (from.length !== to.length) return undefined;
  const at = from.findIndex((line, index) => line !== to[index]);
  const [old, now, next] = [from[at], to[at], from[at + 1]];
  // Where the next line is equal to one of them, it could be told in another way as well.
  if (old === undefined || next === old || next === now) return undefined;
  for (let index = at + 1; index < from.length; index++) {
    if (from[index] !== to[index]) return undefined;
  }
  const start = Math.max(0, at - CONTEXT);
  const around = (first: number, end: number) =>
    from.slice(first, end).map((text): DiffLine => ({ mark: " ", text }));
  const lines: DiffLine[] = [
    ...around(start, at),
    { mark: "-", text: old },
    { mark: "+", text: now! },
    ...around(at + 1, at + 1 + CONTEXT),
  ];
  return { oldStart: start + 1, lines };
}
