import { mib } from "../../stepwise/text.ts";
import type { Found } from "../carrier.ts";
import { checkBoth, pointsFound } from "../check.ts";
import type { World } from "../world.ts";
import type { Bucket } from "./bucket.ts";
import { readMarker } from "./lock.ts";
import { shown } from "./names.ts";
import type { S3Plan } from "./plan.ts";
import { MANY, POINTS, type Surveyed, warningsOf } from "./points.ts";
import { contentsOf, readProblems, writeProblems } from "./probes.ts";
import { rcloneVersion } from "./rclone.ts";
import { type Survey, survey } from "./survey.ts";

/** What a check is about. */
export interface Checked {
  readonly plan: S3Plan;
  readonly move: string;
  readonly source: Bucket;
  readonly target: Bucket;
  readonly jobs: number;
  readonly world: World;
}

/** Judges all points; a side that does not answer is the first of them. */
export function checkFound(checked: Checked): Promise<Found> {
  const { source, target } = checked;
  return checkBoth([survey(source), survey(target)], async (from, to) => {
    const surveyed = await lookAtBoth(checked, from, to);
    const { objects, bytes, oneByOne } = surveyed.contents;
    const { problems, facts } = pointsFound(
      POINTS.map(({ name, judge }) => [name, judge(surveyed)]),
    );
    return {
      said: `${objects} objects in ${mib(bytes)} were looked at`,
      problems,
      warnings: warningsOf(surveyed),
      facts: [
        ["answers", "both sides"],
        ...facts,
        ["names that rclone cannot carry", `${oneByOne}, which go one by one`],
        ["new objects of the target", to.kmsKey ? `encrypted by ${to.kmsKey}` : "encrypted by S3"],
      ],
    };
  });
}

async function lookAtBoth(
  { plan, move, source, target, jobs, world }: Checked,
  from: Survey,
  to: Survey,
): Promise<Surveyed> {
  const rclone = await rcloneVersion(world.env);
  const contents = await contentsOf(source, jobs);
  const held: string[] = [];
  for await (const { key } of target.list()) {
    held.push(shown(key));
    if (held.length > MANY) break;
  }
  const denied = [
    ...(await readProblems(source, contents.any)),
    ...(await writeProblems(target, rclone ?? 0)),
  ];
  const marker = await readMarker(target);
  const sourceMarker = await readMarker(source);
  return {
    plan,
    move,
    source: from,
    target: to,
    contents,
    held,
    marker,
    sourceMarker,
    rclone,
    denied,
  };
}
