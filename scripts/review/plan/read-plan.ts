import { parse as parseExactly } from "lossless-json";
import type { PlanJson } from "./plan-json.ts";

/** A plan cannot be read. The message names the file, what is wrong and what to do. */
export class UnreadablePlan extends Error {
  constructor(name: string, why: string) {
    super(`${name}: ${why}`);
    this.name = "UnreadablePlan";
  }
}

/** A number that may be more than a double can hold, perhaps inside of a string. */
const MANY_DIGITS = /[:[,]\s*-?\d{16}/;

/** Digits of the shortest number that a double may not hold. */
const MANY = 16;

const AGAIN = 'make it again with "terraform show -json <plan file>"';

/**
 * Reads what `show -json` printed. Integers that a double cannot hold become `bigint`s. What a
 * wrapper printed before the document is skipped.
 *
 * @param name of the file, for messages
 * @throws UnreadablePlan for anything but one whole plan of format 1.x
 */
export function readPlan(text: string, name: string): PlanJson {
  const start = text.search(/^\s*\{/m);
  if (start < 0) throw new UnreadablePlan(name, `holds no JSON; ${AGAIN}`);
  return checked(parse(start === 0 ? text : text.slice(start), name), name);
}

function parse(text: string, name: string): unknown {
  try {
    return hasManyDigits(text) && MANY_DIGITS.test(text)
      ? parseExactly(text, undefined, { parseNumber })
      : JSON.parse(text);
  } catch (error) {
    throw new UnreadablePlan(name, `${whyUnparsed(text, error as Error)}; ${AGAIN}`);
  }
}

/**
 * True where so many digits stand in a row, in a number or not. Of each so many characters one is looked
 * at: most texts have no such row, and are found out in a third of the time that an expression takes.
 */
function hasManyDigits(text: string): boolean {
  for (let at = MANY - 1; at < text.length; at += MANY) {
    if (!isDigit(text, at)) continue;
    let [first, last] = [at, at];
    while (isDigit(text, first - 1)) first--;
    while (isDigit(text, last + 1)) last++;
    if (last - first + 1 >= MANY) return true;
  }
  return false;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function parseNumber(text: string): number | bigint {
  const number = Number(text);
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(number) ? BigInt(text) : number;
}

/** The parser's own words may quote what stands there, and that may be a secret. */
function whyUnparsed(text: string, error: Error): string {
  const at = Number(/position (\d+)/.exec(error.message)?.[1] ?? Number.POSITIVE_INFINITY);
  const whole = text.trimEnd();
  if (!whole.endsWith("}") || at >= whole.length) return "is cut off";
  return /\}\s*\n\s*\{/.test(text) ? "holds more than one document" : "is damaged";
}

function checked(parsed: unknown, name: string): PlanJson {
  const plan = parsed as Partial<PlanJson> & { "@level"?: unknown; values?: unknown };
  if (plan["@level"] !== undefined) {
    throw new UnreadablePlan(
      name,
      `is the log of "plan -json", which has no values; give what "show -json" prints of the saved plan`,
    );
  }
  const version = plan.format_version;
  if (typeof version !== "string") {
    throw new UnreadablePlan(name, `has no format_version, so it is no plan; ${AGAIN}`);
  }
  if (version.split(".")[0] !== "1") {
    throw new UnreadablePlan(
      name,
      `has format version ${JSON.stringify(version.slice(0, 20))}, this program reads 1.x; update this program`,
    );
  }
  if (plan.values !== undefined && plan.resource_changes === undefined) {
    throw new UnreadablePlan(name, `is a state, not a plan; ${AGAIN}`);
  }
  for (const key of ["resource_changes", "resource_drift"] as const) {
    const bad = (asList(plan[key], key, name) as readonly unknown[]).findIndex(
      (each) => !isChange(each),
    );
    if (bad >= 0)
      throw new UnreadablePlan(name, `${key}[${bad}] has no address or no actions; ${AGAIN}`);
  }
  return plan as PlanJson;
}

function asList(value: unknown, key: string, name: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new UnreadablePlan(name, `${key} is no list; ${AGAIN}`);
}

function isChange(value: unknown): boolean {
  const each = value as { address?: unknown; change?: { actions?: unknown } } | null;
  return (
    typeof each === "object" &&
    each !== null &&
    typeof each.address === "string" &&
    Array.isArray(each.change?.actions)
  );
}
