import type { DiffLine } from "./hunks.ts";

/** Longest row of a long line, and the most rows that one line gets. */
const WIDEST = 200;
const MOST_ROWS = 10;

/** Equal characters that are kept before the first one that differs. */
const LEAD = 40;

/** Stands before each row but the first of a long line. */
const WRAPPED = "↪ ";

/** The text, or its beginning and how much is left out. Never cuts a character in two. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = borderBefore(text, longest);
  return `${text.slice(0, end)} ... (${text.length - end} more characters)`;
}

/**
 * Two texts of which at least one is too long, each from a little before the first character that
 * differs: two long texts never look the same.
 */
export function focused(from: string, to: string, longest: number): readonly [string, string] {
  if (from.length <= longest && to.length <= longest) return [from, to];
  const start = borderBefore(from, Math.max(0, samePrefix(from, to) - LEAD));
  if (start <= LEAD) return [cut(from, longest), cut(to, longest)];
  const left = `(${start} equal characters) ... `;
  return [left + cut(from.slice(start), longest), left + cut(to.slice(start), longest)];
}

/** A line as rows that are not too wide. What is beyond the last row is counted. */
export function wrapped({ mark, text }: DiffLine): DiffLine[] {
  if (text.length <= WIDEST) return [{ mark, text }];
  const rows: DiffLine[] = [];
  let from = 0;
  while (from < text.length && rows.length < MOST_ROWS) {
    const isLast = rows.length === MOST_ROWS - 1;
    const end = from + WIDEST >= text.length ? text.length : borderBefore(text, from + WIDEST);
    const row = isLast ? cut(text.slice(from), WIDEST) : text.slice(from, end);
    rows.push({ mark, text: from === 0 ? row : WRAPPED + row });
    from = end;
  }
  return rows;
}

/** Each removed line with the added one that takes its place, so that both show where they differ. */
export function focusedPairs(lines: readonly DiffLine[]): DiffLine[] {
  const shown = [...lines];
  let gone: number[] = [];
  lines.forEach(({ mark, text }, at) => {
    if (mark === "-") gone.push(at);
    else if (mark === "+" && gone.length > 0) {
      const partner = gone.shift()!;
      const [from, to] = focused(lines[partner]!.text, text, WIDEST * MOST_ROWS);
      shown[partner] = { mark: "-", text: from };
      shown[at] = { mark: "+", text: to };
    } else gone = [];
  });
  return shown;
}

function samePrefix(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}

/** The place, or the one before it where it would cut a character in two. */
function borderBefore(text: string, at: number): number {
  return at > 0 && /[\ud800-\udbff]/.test(text[at - 1] ?? "") ? at - 1 : at;
}
