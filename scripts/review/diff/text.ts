import { isDeepStrictEqual } from "node:util";
import { parseInner } from "../secret/marks.ts";
import { hideAssigned } from "../secret/names.ts";
import { HIDDEN, type Secrets } from "../secret/secrets.ts";
import { type DiffLine, type Hunk, hunksOf } from "./hunks.ts";
import { focusedPairs, wrapped } from "./long.ts";
import { canonical, same } from "./same.ts";
import { isPolicy, settled } from "./settled.ts";
import { isClean, manyLines, redacted } from "./shown.ts";

/** Two texts, compared as what they are. */
export interface TextDiff {
  readonly what: "policy" | "JSON" | "text";
  readonly lines: readonly DiffLine[];
  /** What is said when there is no line to show. */
  readonly note?: string;
}

/** The greatest number of lines that are kept of one difference. */
const MOST_LINES = 400;

/** Compares two long texts: JSON as trees, anything else line by line. Nothing for short texts. */
export function diffTexts(before: string, after: string, secrets: Secrets): TextDiff | undefined {
  const old = documentIn(before, secrets);
  const now = old && documentIn(after, secrets);
  if (old && now) return diffDocuments(old, now);
  const from = decoded(before);
  const to = decoded(after);
  if (!from.includes("\n") && !to.includes("\n")) return undefined;
  const lines = [from, to].map((text) => clean(text, secrets));
  const hidden = [from, to].map((text, at) => hiddenIn(text.split(/\r?\n/), lines[at]));
  return withHidden(compared("text", lines[0]!, lines[1]!), hidden);
}

/** The lines of a long text that comes or goes whole; nothing for a short one. */
export function linesOf(text: string, secrets: Secrets): Omit<TextDiff, "note"> | undefined {
  const document = documentIn(text, secrets);
  const what = !document ? "text" : isPolicy(document.value) ? "policy" : "JSON";
  const plain = decoded(text);
  if (!document && !plain.includes("\n")) return undefined;
  const lines = document ? manyLines(document.shown()) : clean(plain, secrets);
  return { what, lines: lines.map((line) => ({ mark: "+", text: line })) };
}

/** A document that stands in a text, in the order in which it is compared. */
interface Document {
  readonly value: object;
  /** What of it may be seen. */
  readonly shown: () => unknown;
}

function documentIn(text: string, secrets: Secrets): Document | undefined {
  const document = parseInner(text);
  if (!document) return undefined;
  const value = settled(document) as object;
  const shown = () => (isClean(text, secrets) ? value : redacted({ value, name: "" }, secrets));
  return { value, shown };
}

function diffDocuments(before: Document, after: Document): TextDiff {
  const from = before.value;
  const to = after.value;
  const what = isPolicy(from) && isPolicy(to) ? "policy" : "JSON";
  // What differs for `same` does for `canonical`, which takes longer.
  if (same(from, to) && canonical(from) === canonical(to)) {
    return { what, lines: [], note: "only the layout or the order of the JSON changes" };
  }
  const was = before.shown();
  const is = after.shown();
  const old = manyLines(was);
  const now = manyLines(is);
  const diff = compared(what, old, now);
  // Of most documents all is shown.
  const isHidden = (line: string) => line.includes(HIDDEN);
  if (!old.some(isHidden) && !now.some(isHidden)) return diff;
  return withHidden(diff, [hiddenIn(from, was), hiddenIn(to, is)]);
}

/** What of a document is not shown, in its order, so that it can be said whether that changes too. */
function hiddenIn(value: unknown, shown: unknown): string[] {
  if (typeof shown === "string") return shown.includes(HIDDEN) ? [JSON.stringify(value)] : [];
  if (typeof value !== "object" || value === null) return [];
  // What is not there under its name has a secret for a name.
  return Object.entries(value).flatMap(([key, each]) =>
    Object.hasOwn(shown as object, key)
      ? hiddenIn(each, (shown as Readonly<Record<string, unknown>>)[key])
      : [JSON.stringify([key, each])],
  );
}

function withHidden(diff: TextDiff, hidden: readonly (readonly string[])[]): TextDiff {
  const isSame = diff.lines.length === 0 || isDeepStrictEqual(hidden[0], hidden[1]);
  return isSame ? diff : { ...diff, note: "sensitive parts change as well" };
}

/** The lines of a text without what must not be seen. */
export function clean(text: string, secrets: Secrets): string[] {
  return secrets.hide(hideAssigned(text, HIDDEN)).split(/\r?\n/);
}

function compared(
  what: TextDiff["what"],
  from: readonly string[],
  to: readonly string[],
): TextDiff {
  const hunks = hunksOf(from, to);
  const lines = hunks ? hunkLines(hunks) : replacedWhole(from, to);
  if (lines.length === 0) return { what, lines, note: "only sensitive parts change" };
  return { what, lines: limited(focusedPairs(lines)) };
}

function hunkLines(hunks: readonly Hunk[]): DiffLine[] {
  return hunks.flatMap(({ oldStart, lines }, at) => [
    ...(at > 0 || oldStart > 1 ? [{ mark: "@" as const, text: `from line ${oldStart}` }] : []),
    ...lines,
  ]);
}

function replacedWhole(from: readonly string[], to: readonly string[]): DiffLine[] {
  const side = (lines: readonly string[], mark: "-" | "+"): DiffLine[] =>
    lines.slice(0, MOST_LINES / 4).map((text) => ({ mark, text }));
  const note = `almost everything changes: ${from.length} lines before, ${to.length} after`;
  return [{ mark: "@", text: note }, ...side(from, "-"), ...side(to, "+")];
}

/** At most so many lines, long ones wrapped; the rest is counted. */
export function limited(lines: readonly DiffLine[]): DiffLine[] {
  const rest = lines.length - MOST_LINES;
  const shown = lines.slice(0, MOST_LINES).flatMap(wrapped);
  return rest > 0 ? [...shown, { mark: "@", text: `${rest} more lines are left out` }] : shown;
}

/** What base64 holds, when that is a text of several lines: user data and the like. */
function decoded(text: string): string {
  if (text.length < 24 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text))
    return text;
  const inner = Buffer.from(text, "base64").toString("utf8");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is binary has some of these.
  return /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(inner) || !inner.includes("\n") ? text : inner;
}
