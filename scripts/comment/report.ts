import { readFileSync } from "node:fs";
import type { ApplyReport, Ending, StackApplied } from "../apply/result.ts";

/** What of an apply's report is told. */
export type Report = Pick<ApplyReport, "stacks" | "leftBehind">;

/** What an apply reported; nothing where it reported nothing that can be read. */
export function readReport(file: string): Report | undefined {
  try {
    const { stacks, leftBehind } = JSON.parse(readFileSync(file, "utf8")) as Report;
    return stacks.every(isStack) && leftBehind.every(isLeft) ? { stacks, leftBehind } : undefined;
  } catch {
    return undefined;
  }
}

const ENDINGS: Readonly<Record<Ending, true>> = {
  applied: true,
  unchanged: true,
  "needs approval": true,
  waiting: true,
  failed: true,
  stopped: true,
  unknown: true,
  "not begun": true,
};

function isStack(applied: StackApplied): boolean {
  const { stack, ending, at, problems, things, follows, differences } = applied;
  const { done, unknown, failed, gone, doubled, notDone } = things;
  const lists = [problems, follows, done, unknown, failed, gone, doubled, notDone];
  return (
    isText(stack) &&
    (at === undefined || /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at)) &&
    Object.hasOwn(ENDINGS, ending) &&
    lists.every(isTexts) &&
    differences.every(isDifference)
  );
}

function isDifference({ about, reviewed, now, places }: StackApplied["differences"][number]) {
  const texts = [about, reviewed, now, ...places.flatMap((at) => [at.path, at.reviewed, at.now])];
  return isTexts(texts);
}

function isLeft({ stack, producer, outputs }: Report["leftBehind"][number]): boolean {
  return isTexts([stack, producer, ...outputs]);
}

function isTexts(values: readonly unknown[]): boolean {
  return values.every(isText);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}
