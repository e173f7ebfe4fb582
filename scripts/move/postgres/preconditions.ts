import { mib } from "../../stepwise/text.ts";
import type { Found } from "../carrier.ts";
import { checkBoth, pointsFound } from "../check.ts";
import type { Database } from "./database.ts";
import { readMarker } from "./marker.ts";
import type { PostgresPlan } from "./plan.ts";
import { POINTS, type Surveyed, slotName } from "./points.ts";
import { type Survey, survey } from "./survey.ts";

/** What a check is about. */
export interface Checked {
  readonly plan: PostgresPlan;
  readonly move: string;
  readonly source: Database;
  readonly target: Database;
}

/** Judges all points; a side that does not answer is the first of them. */
export function checkFound(checked: Checked): Promise<Found> {
  const { source, target } = checked;
  return checkBoth([survey(source), survey(target)], async (from, to) =>
    judged(await surveyedOf(checked, from, to)),
  );
}

/** Everything that a copy is judged by, from both sides. */
export async function lookAtBoth(checked: Checked): Promise<Surveyed> {
  const { source, target } = checked;
  return surveyedOf(checked, await survey(source), await survey(target));
}

/** Judges all points of sides that have answered. */
export function judged(surveyed: Surveyed): Found {
  const { source } = surveyed;
  const { problems, facts } = pointsFound(POINTS.map(({ name, judge }) => [name, judge(surveyed)]));
  return {
    said: `${source.tables.length} tables in ${mib(source.sizeBytes)} were looked at`,
    problems,
    warnings: warnings(surveyed),
    facts: [
      ["answers", "both sides"],
      ...facts,
      ["room that the target needs", `${mib(source.sizeBytes)}, and its WAL`],
    ],
  };
}

async function surveyedOf(
  { plan, move, source, target }: Checked,
  from: Survey,
  to: Survey,
): Promise<Surveyed> {
  const marker = await readMarker(target);
  const programs = await programsVersion(source);
  return { plan, move, source: from, target: to, marker, programs };
}

/** What somebody should know who begins. */
function warnings({ source, target, move }: Surveyed): string[] {
  const idle = source.slots.filter(({ isActive, name }) => !isActive && name !== slotName(move));
  return [
    ...idle.map(
      ({ name, keptBytes }) =>
        `slot ${name} of the source is read by nobody, and the source keeps ${mib(keptBytes)} of WAL for it: drop it if it was left behind`,
    ),
    ...(source.collation === target.collation
      ? []
      : [`the source sorts by ${source.collation}, the target by ${target.collation}`]),
  ];
}

/** Major version of pg_dump, which is that of pg_restore beside it. */
async function programsVersion(database: Database): Promise<number> {
  const said = await database.program("pg_dump", ["--version"], "its version");
  return Number(/\(PostgreSQL\) (\d+)/.exec(said)?.[1] ?? 0);
}
