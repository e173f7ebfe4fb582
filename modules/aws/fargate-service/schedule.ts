import { type Finding, matching } from "@groundplan/core/problems";

const MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 24 * 60 };

/** What is wrong with when a task runs. */
export function scheduleProblem(prop: string, schedule: string): Finding {
  return matching(prop, schedule, /^(cron|rate|at)\(.+\)$/, "be cron(...), rate(...) or at(...)");
}

/** Minutes from one start to the next. Nothing where the schedule is no rate: a calendar has gaps. */
export function minutesOf(schedule: string): number | undefined {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  return unit === undefined ? undefined : Number(count) * MINUTES[unit]!;
}
