/** A tree of marks beside a tree of values: true hides all below, a tree looks further. */
export type Marks = unknown;

type Tree = Readonly<Record<string | number, unknown>>;

/** True when something below is marked. */
export function isMarked(marks: Marks): boolean {
  if (marks === true) return true;
  if (typeof marks !== "object" || marks === null) return false;
  for (const key in marks) if (isMarked((marks as Tree)[key])) return true;
  return false;
}

/** The marks at a key. A mark above holds below. */
export function marksAt(marks: Marks, key: string | number): Marks {
  if (marks === true) return true;
  if (typeof marks !== "object" || marks === null) return undefined;
  return (marks as Tree)[key];
}

/** True when two trees mark the same. */
export function sameMarks(a: Marks, b: Marks): boolean {
  const marked = isMarked(a);
  if (marked !== isMarked(b)) return false;
  if (!marked || a === true || b === true) return !marked || a === b;
  const keys = new Set([...Object.keys(a as object), ...Object.keys(b as object)]);
  return [...keys].every((key) => sameMarks(marksAt(a, key), marksAt(b, key)));
}

/** What is marked in one of two trees. */
export function eitherMarks(a: Marks, b: Marks): Marks {
  if (a === true || b === true) return true;
  const [hasA, hasB] = [isMarked(a), isMarked(b)];
  if (!hasA || !hasB) return hasA ? a : hasB ? b : undefined;
  if (isFlatWithin(b as object, a as object)) return a;
  const keys = new Set([...Object.keys(a as object), ...Object.keys(b as object)]);
  return Object.fromEntries(
    [...keys].map((key) => [key, eitherMarks(marksAt(a, key), marksAt(b, key))]),
  );
}

/** True where every key of a tree has the same mark in the other one, and none is a tree. */
function isFlatWithin(marks: object, others: object): boolean {
  for (const key in marks) {
    const mark = (marks as Tree)[key];
    if (typeof mark === "object" || (others as Tree)[key] !== mark) return false;
  }
  return true;
}

/** Calls `found` with every text and number below what is marked. */
export function eachMarked(value: unknown, marks: Marks, found: (secret: string) => void): void {
  if (marks === true) eachLeaf(value, found);
  if (typeof marks !== "object" || marks === null) return;
  if (typeof value !== "object" || value === null) return;
  // Of many values few are marked.
  for (const key in marks) {
    const mark = (marks as Tree)[key];
    if (mark !== false) eachMarked((value as Tree)[key], mark, found);
  }
}

/** Calls `found` with every text and number of a value, and with those in JSON inside of a text. */
export function eachLeaf(value: unknown, found: (text: string) => void): void {
  if (typeof value === "string") {
    found(value);
    const inner = parseInner(value);
    if (inner !== undefined) eachLeaf(inner, found);
  } else if (typeof value === "number" || typeof value === "bigint") {
    found(String(value));
  } else if (typeof value === "object" && value !== null) {
    for (const each of Object.values(value)) eachLeaf(each, found);
  }
}

/** The document that a text holds; nothing where it is not JSON of an object or a list. */
export function parseInner(text: string): object | undefined {
  if (!mayBeDocument(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

/** True for a text that begins like an object or a list. */
export function mayBeDocument(text: string): boolean {
  return /^\s*[[{]/.test(text);
}
