import type { Bounds } from "../../provider/schema/schema.ts";

/** A rule that a provider told when it refused a value. */
export type Rule =
  | { readonly kind: "oneOf"; readonly values: readonly string[] }
  | { readonly kind: "range" | "length"; readonly bounds: Bounds }
  | { readonly kind: "pattern"; readonly pattern: string }
  | { readonly kind: "format"; readonly format: string };

/**
 * Reads the rule out of a refusal; undefined when the words are not understood. The sentences are
 * those of HashiCorp's two provider libraries and of the checks that providers share.
 *
 * @param isNumber was the value that was refused a number?
 */
export function readRule(message: string, isNumber: boolean): Rule | undefined {
  const values = enumeration(message);
  if (values) return { kind: "oneOf", values };
  if (isNumber) {
    const bounds = numericBounds(message);
    return bounds && { kind: "range", bounds };
  }
  const length = lengthBounds(message);
  if (length) return { kind: "length", bounds: length };
  const pattern = namedPattern(message);
  if (pattern) return { kind: "pattern", pattern };
  const found = FORMATS.find(([words]) => words.test(message));
  return found && { kind: "format", format: found[1] };
}

const ENUMERATIONS: readonly RegExp[] = [
  /(?:to be|must be|be) one of:? \[([^\]]*)\]/,
  /valid values:? \[([^\]]*)\]/i,
];

function enumeration(message: string): readonly string[] | undefined {
  const listed = ENUMERATIONS.map((words) => words.exec(message)?.[1]).find(Boolean);
  if (!listed) return undefined;
  const quoted = listed.match(/\\?"((?:[^"\\]|\\[^"])*)\\?"/g);
  const values = quoted
    ? quoted.map((value) => value.replace(/\\?"/g, ""))
    : listed.split(/[\s,]+/).filter((value) => value !== "");
  return values.length > 0 ? values : undefined;
}

function numericBounds(message: string): Bounds | undefined {
  const number = "\\(?(-?\\d+(?:\\.\\d+)?)\\)?";
  const both =
    find(message, `in the range \\(${number} - ${number}\\)`) ??
    find(message, `between ${number} and ${number}`);
  if (both) return [Number(both[1]), Number(both[2])];
  const least = find(message, `at least ${number}`);
  const most = find(message, `at most ${number}`);
  return least || most
    ? [least ? Number(least[1]) : null, most ? Number(most[1]) : null]
    : undefined;
}

function find(message: string, words: string): RegExpExecArray | null {
  return new RegExp(words).exec(message);
}

const LENGTHS_BOTH: readonly RegExp[] = [
  /length of .{1,80}? to be in the range \((\d+) - (\d+)\)/,
  /length must be between (\d+) and (\d+)/,
  /between (\d+) and (\d+) (?:characters|in length)/,
];

const LENGTHS_MOST: readonly RegExp[] = [
  /length must be at most (\d+)/,
  /(?:cannot|must not|can not|may not) (?:be longer than|exceed|be greater than) \(?(\d+)\)?/,
  /must be (\d+) characters or less/,
  /(?:at most|maximum of|no more than|up to) (\d+) characters/,
  /longer than (\d+)/,
];

function lengthBounds(message: string): Bounds | undefined {
  const both = LENGTHS_BOTH.map((words) => words.exec(message)).find(Boolean);
  if (both) return [Number(both[1]), Number(both[2])];
  const least = /length must be at least (\d+)/.exec(message);
  if (least) return [Number(least[1]), null];
  const most = LENGTHS_MOST.map((words) => words.exec(message)).find(Boolean);
  return most ? [0, Number(most[1])] : undefined;
}

function namedPattern(message: string): string | undefined {
  const named =
    /(?:match(?:es)?|satisfy|doesn't match|does not match)(?: the)?(?: regular expression| regexp| regex)?(?: pattern)? ?:? ?(['"`])(\^?.{3,400}?)\1(?: *[:,.)]| *$| *got| *\()/.exec(
      message,
    )?.[2];
  return named?.replace(/\\\\/g, "\\");
}

const FORMATS: readonly (readonly [words: RegExp, format: string])[] = [
  [/is an invalid ARN|cannot be parsed as an ARN/, "arn-only"],
  [/\bARN\b/i, "arn"],
  [/cannot be parsed as a duration|invalid duration/, "duration-only"],
  [/valid RFC ?3339 (?:date|string)/, "time-only"],
  [/RFC ?3339|ISO ?8601|timestamp/i, "time"],
  [/JSON/, "json"],
  [/CIDR/i, "cidr"],
  [/valid IPv4|valid IPv6|IP address|valid IP/i, "ip"],
  [/UUID/i, "uuid"],
  [/base64/i, "base64"],
  [/\burl\b|\bURI\b/i, "url"],
  [/email/i, "email"],
  [/duration/i, "duration"],
  [/account ID/i, "account-id"],
];
