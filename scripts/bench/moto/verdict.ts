import type { Story } from "./story.ts";

/** What two stories were compared in. */
export interface Verdict {
  /** What was compared: `resources`, `second plan`, an edit, `after destroy`. */
  readonly what: string;
  /** How many lines both tell. */
  readonly same: number;
  /** Lines that only one of them tells: `real: ...`, `rehearsed: ...`. */
  readonly other: readonly string[];
}

/**
 * Compares what happened with the real provider and in the rehearsal.
 *
 * @param gaps what the real one's second plan changes by moto's fault: action and address; each must
 * be there
 */
export function compare(real: Story, rehearsed: Story, gaps: readonly string[]): Verdict[] {
  const edits = Object.entries(real.edits).map(([what, lines]) =>
    verdict(what, lines, rehearsed.edits[what] ?? []),
  );
  return [
    verdict("resources after the first apply", real.standing, rehearsed.standing),
    verdict("second plan", real.again.map(withoutPaths), [...rehearsed.again, ...gaps]),
    ...edits,
    verdict("left after destroy", real.left, rehearsed.left),
  ];
}

function withoutPaths(line: string): string {
  return line.replace(/: .*$/, "");
}

function verdict(what: string, real: readonly string[], rehearsed: readonly string[]): Verdict {
  const only = (side: string, lines: readonly string[], others: readonly string[]) =>
    lines.filter((line) => !others.includes(line)).map((line) => `${side}: ${line}`);
  const other = [...only("real", real, rehearsed), ...only("rehearsed", rehearsed, real)];
  return { what, same: real.filter((line) => rehearsed.includes(line)).length, other };
}
