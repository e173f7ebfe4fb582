import { type Finding, matching, must } from "@groundplan/core/problems";

/** Days of the week as AWS calls them. */
export type Day = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

/** An hour of the week. */
export interface WeeklyHour {
  readonly day: Day;
  /** Start, UTC: `03:00`. */
  readonly start: string;
}

const DAYS: readonly Day[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const DAY_MINUTES = 24 * 60;

/** The hour of a day that starts then, in AWS's words: `01:30-02:30`. */
export function hourOfDay(start: string): string {
  return `${start}-${clock(minutes(start) + 60)}`;
}

/** The hour of a week, in AWS's words: `sun:03:00-sun:04:00`. */
export function hourOfWeek({ day, start }: WeeklyHour): string {
  const end = minutes(start) + 60;
  const endDay = end < DAY_MINUTES ? day : DAYS[(DAYS.indexOf(day) + 1) % DAYS.length];
  return `${day}:${start}-${endDay}:${clock(end)}`;
}

/** What is wrong with the two hours. AWS lets them not meet. */
export function scheduleProblems(backupStart: string, { day, start }: WeeklyHour): Finding[] {
  const words = "be a time such as 02:00";
  const wellFormed = TIME.test(backupStart) && TIME.test(start);
  const apart = Math.abs(minutes(backupStart) - minutes(start));
  return [
    matching("backups.start", backupStart, TIME, words),
    matching("changes.window.start", start, TIME, words),
    must(DAYS.includes(day), "changes.window.day", `be one of ${DAYS.join(", ")}`, day),
    must(
      !wellFormed || Math.min(apart, DAY_MINUTES - apart) >= 60,
      "backups.start",
      `be an hour or more from changes.window.start (${start})`,
      backupStart,
      "AWS keeps backups and maintenance apart",
    ),
  ];
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(":").map(Number);
  return hours * 60 + rest;
}

function clock(minute: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor((minute % DAY_MINUTES) / 60))}:${two(minute % 60)}`;
}
