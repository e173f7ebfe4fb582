import { sentenceOf } from "../../stepwise/refused.ts";
import { mib } from "../../stepwise/text.ts";
import type { Found } from "../carrier.ts";
import type { Database } from "./database.ts";
import { readMarker } from "./marker.ts";
import type { PostgresPlan } from "./plan.ts";
import { POINTS, type Surveyed, slotName } from "./points.ts";
import { survey } from "./survey.ts";

/** Everything that a copy is judged by, from both sides. */
export async function lookAtBoth(
  plan: PostgresPlan,
  move: string,
  from: Database,
  to: Database,
): Promise<Surveyed> {
  const [source, target] = [await survey(from), await survey(to)];
  const marker = await readMarker(to);
  return { plan, move, source, target, marker, programs: await programsVersion(from) };
}

/** Judges all points; a side that does not answer is the first of them. */
export async function checkFound(
  plan: PostgresPlan,
  move: string,
  from: Database,
  to: Database,
): Promise<Found> {
  const answers = await Promise.allSettled([survey(from), survey(to)]);
  const silent = answers.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
  if (silent.length > 0) {
    const problems = silent.map(sentenceOf);
    return { said: "not both sides answer", problems };
  }
  const surveyed = await lookAtBoth(plan, move, from, to);
  const judged = POINTS.map(({ name, judge }) => [name, judge(surveyed)] as const);
  const { source } = surveyed;
  return {
    said: `${source.tables.length} tables in ${mib(source.sizeBytes)} were looked at`,
    problems: judged.flatMap(([name, found]) => found.map((each) => `${name}: ${each}`)),
    warnings: warnings(surveyed),
    facts: [
      ["answers", "both sides"],
      ...judged.map(([name, found]) => [name, found.length === 0 ? "holds" : "does not"] as const),
      ["room that the target needs", `${mib(source.sizeBytes)}, and its WAL`],
    ],
  };
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
