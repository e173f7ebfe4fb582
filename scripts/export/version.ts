import type { Step } from "./shape.ts";

/** What a tag of the modules begins with. */
export const TAG = "modules-v";

/** The version of a tag: `modules-v1.2.0` is 1.2.0. `undefined` for other tags. */
export function versionOf(tag: string): readonly [number, number, number] | undefined {
  const parts = /^modules-v(\d+)\.(\d+)\.(\d+)$/.exec(tag)?.slice(1).map(Number);
  return parts && [parts[0]!, parts[1]!, parts[2]!];
}

/** The newest tag of the modules before this one. */
export function tagBefore(tag: string, tags: readonly string[]): string | undefined {
  return tags
    .filter((each) => versionOf(each) && compareTags(each, tag) < 0)
    .sort(compareTags)
    .at(-1);
}

/** Why a tag is no version that may follow another one after changes like these; `undefined` where it is. */
export function versionProblem(before: string, tag: string, step: Step): string | undefined {
  const [old, now] = [versionOf(before)!, versionOf(tag)!];
  const least: Record<Step, boolean> = {
    major: now[0] > old[0],
    minor: now[0] > old[0] || now[1] > old[1],
    patch: true,
  };
  if (least[step]) return undefined;
  const next = step === "major" ? [old[0] + 1, 0, 0] : [old[0], old[1] + 1, 0];
  return `${tag} is too small a step after ${before}: the changes are ${step}; tag ${TAG}${next.join(".")}`;
}

function compareTags(first: string, second: string): number {
  const [a, b] = [versionOf(first)!, versionOf(second)!];
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
