import { createHash } from "node:crypto";
import type { SetReview } from "../../review/set/set.ts";

/**
 * When each stack of a plan was planned, in seconds since 1970: by environment, and in it by what stands
 * for its name. It stands hidden above the plan in a comment, so that whoever applies a stack later finds
 * the plans that do not know of it.
 */
export type PlanRecord = ReadonlyMap<string, ReadonlyMap<string, number>>;

const FORM = /^<!-- groundplan stacks (\d+)((?: [\w-]+=[\w:,]+)*) -->\n/;

/** What stands for a stack: thousands of names would leave no room for the plan. */
const keyOf = (stack: string) => createHash("sha256").update(stack).digest("hex").slice(0, 8);

/**
 * The record of a review. Only what was planned is in it.
 *
 * @param planned when a stack was planned of which nothing says so, in ISO 8601
 */
export function recordOf({ stacks }: Pick<SetReview, "stacks">, planned: string): PlanRecord {
  const record = new Map<string, Map<string, number>>();
  for (const { stack, environment, result, planned: at = planned } of stacks) {
    if (result !== "planned") continue;
    const own = record.get(environment) ?? new Map<string, number>();
    // Rounded up: a plan never looks older than it is.
    record.set(environment, own.set(keyOf(stack), Math.ceil(Date.parse(at) / 1000)));
  }
  return record;
}

/** Writes a record as a line that readers do not see. */
export function writeRecord(record: PlanRecord): string {
  const last = Math.max(0, ...[...record.values()].flatMap((each) => [...each.values()]));
  const groups = [...record].map(([environment, own]) => {
    const stacks = [...own].map(([key, at]) => `${key}:${last - at}`);
    return ` ${environment}=${stacks.sort().join(",")}`;
  });
  return `<!-- groundplan stacks ${last}${groups.sort().join("")} -->\n`;
}

/** The record that a text begins with, and what comes after it; nothing where there is none. */
export function readRecord(
  text: string,
): { readonly record: PlanRecord; readonly rest: string } | undefined {
  const found = FORM.exec(text);
  if (!found) return undefined;
  const [line, last, groups = ""] = found as unknown as string[];
  const record = groups
    .split(" ")
    .filter(Boolean)
    .map((group): [string, Map<string, number>] => {
      const [environment = "", stacks = ""] = group.split("=");
      const own = stacks.split(",").map((each): [string, number] => {
        const [key = "", before] = each.split(":");
        return [key, Number(last) - Number(before)];
      });
      return [environment, new Map(own)];
    });
  return { record: new Map(record), rest: text.slice(line!.length) };
}

/** Whether a plan of a stack was made before a moment; not so where the record has none of it. */
export function isPlannedBefore(
  record: PlanRecord,
  {
    environment,
    stack,
    at,
  }: { readonly environment: string; readonly stack: string; readonly at: string },
): boolean {
  const planned = record.get(environment)?.get(keyOf(stack));
  return planned !== undefined && planned * 1000 < Date.parse(at);
}

/** Whether any plan of an environment was made before a moment. */
export function isAnyPlannedBefore(record: PlanRecord, environment: string, at: string): boolean {
  return [...(record.get(environment)?.values() ?? [])].some(
    (each) => each * 1000 < Date.parse(at),
  );
}
