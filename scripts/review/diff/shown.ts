import { below, type Shape } from "../schema.ts";
import { isMarked, type Marks, marksAt, mayBeDocument, parseInner } from "../secret/marks.ts";
import { hideAssigned, isSecretByName, mayNameSecret, secretOfPair } from "../secret/names.ts";
import { HIDDEN, type Secrets } from "../secret/secrets.ts";
import { cut as cutAt, focused } from "./long.ts";
import { setOwn } from "./own.ts";
import { isEmpty } from "./same.ts";

/** What stands in the place of a value that is not known yet. */
export const UNKNOWN = "(known after apply)";

/** Longest value that is shown on one line. */
const LONGEST = 160;

/** A value with the marks beside it. */
export interface Marked {
  readonly value: unknown;
  readonly name: string;
  readonly secret?: Marks;
  readonly unknown?: Marks;
  readonly shape?: Shape | undefined;
}

/** A copy of a value in which everything that must not be seen is replaced. */
export function redacted(marked: Marked, secrets: Secrets): unknown {
  const { value, name, secret, unknown, shape } = marked;
  if (secret === true || shape?.sensitive) return HIDDEN;
  if (unknown === true) return UNKNOWN;
  // The elements of a set cannot be told from one another by their place.
  if (shape?.kind === "set" && isMarked(secret)) return HIDDEN;
  if (typeof value === "string") return shownText(name, value, secrets);
  if (typeof value === "number" || typeof value === "bigint") return shownNumber(value, secrets);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((_, index) => redacted(markedAt(marked, String(index), name), secrets));
  }
  const pair = secretOfPair(value as Readonly<Record<string, unknown>>);
  const copy: Record<string, unknown> = {};
  for (const key of keysOfEither(value, unknown)) {
    const inner = markedAt(marked, key, key);
    const isPaired = inner.value !== undefined && inner.value === pair;
    setOwn(copy, secrets.hide(key), isPaired ? HIDDEN : redacted(inner, secrets));
  }
  return copy;
}

/** What stands at a key, with the marks that hold there. */
function markedAt({ value, secret, unknown, shape }: Marked, key: string, name: string): Marked {
  return {
    value: (value as Readonly<Record<string, unknown>>)[key],
    name,
    secret: marksAt(secret, key),
    unknown: marksAt(unknown, key),
    shape: below(shape, key),
  };
}

function keysOfEither(value: object, unknown: Marks): string[] {
  const keys = Object.keys(value);
  return isObject(unknown) ? [...new Set([...keys, ...Object.keys(unknown)])] : keys;
}

/** What may be seen of a value that is only judged: a document of which all may be seen stays as written. */
export function judgeable(marked: Marked, secrets: Secrets): unknown {
  const { value, name, secret, shape } = marked;
  const isText = typeof value === "string" && secret !== true && !shape?.sensitive;
  const isOpen = isText && mayBeDocument(value) && !isSecretByName(name, value);
  return isOpen && isClean(value, secrets) ? value : redacted(marked, secrets);
}

/** A text that may be seen. */
function shownText(name: string, text: string, secrets: Secrets): string {
  if (isSecretByName(name, text)) return HIDDEN;
  const inner = parseInner(text);
  if (inner) {
    const seen = isClean(text, secrets) ? inner : redacted({ value: inner, name: "" }, secrets);
    return JSON.stringify(seen);
  }
  return secrets.hide(hideAssigned(text, HIDDEN));
}

/** A number that may be seen. A long one may be a secret that is marked in another place. */
function shownNumber(value: number | bigint, secrets: Secrets): unknown {
  if (secrets.isIn(String(value))) return HIDDEN;
  return typeof value === "bigint" && Number(value) === 0 ? 0 : value;
}

/**
 * True for JSON of which all may be seen: no name in it speaks of a secret, and none stands in it. What
 * is escaped has another form there than in its value, so it is not judged by the text.
 */
export function isClean(json: string, secrets: Secrets): boolean {
  return !json.includes("\\") && !mayNameSecret(json) && !secrets.isIn(json);
}

/** A value on one line, cut where it is very long. */
export function shown(marked: Marked, secrets: Secrets): string {
  return cut(oneLine(redacted(marked, secrets)));
}

/** Two values on one line each; long ones from where they differ. */
export function shownPair(from: Marked, to: Marked, secrets: Secrets): readonly [string, string] {
  return focused(oneLine(redacted(from, secrets)), oneLine(redacted(to, secrets)), LONGEST);
}

/** A redacted value as compact JSON; the marks of ours stand without quotes. */
export function oneLine(value: unknown): string {
  if (value === HIDDEN || value === UNKNOWN) return value;
  if (typeof value === "bigint") return String(value);
  return value === undefined ? "null" : withoutNothing(value);
}

/** As JSON, without what says nothing inside of a block. */
function withoutNothing(value: unknown, indent?: number): string {
  return JSON.stringify(value, saysAll(value) ? undefined : leaveOut, indent);
}

/** True where nothing is left out: a text is made faster of what need not be looked at once more. */
function saysAll(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value !== "bigint";
  for (const key in value) {
    const each = (value as Readonly<Record<string, unknown>>)[key];
    if (isEmpty(each) || !saysAll(each)) return false;
  }
  return true;
}

/** For `JSON.stringify`. */
function leaveOut(key: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  return isEmpty(value) && key !== "" && !/^\d+$/.test(key) ? undefined : value;
}

/** A redacted value as JSON over several lines. */
export function manyLines(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [oneLine(value)];
  return withoutNothing(value, 2).split("\n");
}

/** The text, or its beginning and how much is left out. */
export function cut(text: string, longest: number = LONGEST): string {
  return cutAt(text, longest);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
