import { atLeast, type Finding, matching, must } from "@groundplan/core/problems";

/** Hours in which a service runs. Outside them it has no task. */
export interface OfficeHours {
  /** First minute, 24-hour clock: `07:00`. */
  readonly from: string;
  /** Minute in which it goes off: `20:00`. */
  readonly to: string;
  /** Days, as cron names them. @default "MON-FRI" */
  readonly days?: string;
  /** Time zone with its summer time: `Europe/Lisbon`. @default "UTC" */
  readonly timezone?: string;
}

/** Other bounds from a point in time on, until another schedule changes them. */
export interface ScheduledBounds {
  /** When: `cron(0 6 ? * MON-FRI *)`, `rate(...)` or `at(...)`. */
  readonly schedule: string;
  readonly min: number;
  readonly max: number;
  /** Time zone of the schedule. @default "UTC" */
  readonly timezone?: string;
}

/** Bounds of a service's count. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;
const DAYS = /^(MON|TUE|WED|THU|FRI|SAT|SUN)([-,](MON|TUE|WED|THU|FRI|SAT|SUN))*$/;

/** The two schedules of office hours: open with the service's own bounds, close with none. */
export function officeSchedules(
  hours: OfficeHours,
  { min, max }: Bounds,
): Record<"office-opens" | "office-closes", ScheduledBounds> {
  const { from, to, days = "MON-FRI", timezone } = hours;
  return {
    "office-opens": { schedule: cronAt(from, days), min, max, timezone },
    "office-closes": { schedule: cronAt(to, days), min: 0, max: 0, timezone },
  };
}

/** Checks office hours. */
export function officeProblems(prop: string, hours: OfficeHours | "always"): Finding[] {
  if (hours === "always") return [];
  const { from, to, days } = hours;
  return [
    matching(`${prop}.from`, from, CLOCK, "be a time such as 07:00"),
    matching(`${prop}.to`, to, CLOCK, "be a time such as 20:00"),
    must(from < to, `${prop}.to`, `be later than from (${from})`, to),
    matching(`${prop}.days`, days, DAYS, "be days such as MON-FRI or MON,WED"),
  ];
}

/** Checks schedules of the author's own. */
export function scheduleProblems(
  prop: string,
  schedules: Readonly<Record<string, ScheduledBounds>>,
): Finding[] {
  return Object.entries(schedules).flatMap(([key, { schedule, min, max }]) => [
    matching(`${prop}.${key}`, key, /^[a-z][a-z0-9-]*$/, "be named in kebab case"),
    must(
      !key.startsWith("office-"),
      `${prop}.${key}`,
      "have another name: office hours use this one",
    ),
    matching(
      `${prop}.${key}.schedule`,
      schedule,
      /^(cron|rate|at)\(.+\)$/,
      "be cron(...), rate(...) or at(...)",
    ),
    atLeast(`${prop}.${key}.min`, min, 0),
    must(max >= min, `${prop}.${key}.max`, `be at least min (${min})`, max),
  ]);
}

function cronAt(clock: string, days: string): string {
  const [hour, minute] = clock.split(":").map(Number);
  return `cron(${minute} ${hour} ? * ${days} *)`;
}
