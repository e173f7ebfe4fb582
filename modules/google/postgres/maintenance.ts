import { between, type Finding } from "@groundplan/core/problems";

/** When Google may restart the instance. A change is made in place. */
export interface Maintenance {
  /** 1 is Monday, 7 Sunday. */
  readonly day: number;
  /** Full hour in UTC, 0 to 23. */
  readonly hourUtc: number;
  /** How soon after Google has it: at once, a week later, five weeks later. */
  readonly track: "canary" | "stable" | "week5";
}

/** What is wrong with the window. */
export function maintenanceProblems(maintenance: Maintenance | undefined): Finding[] {
  return [
    between("maintenance.day", maintenance?.day, 1, 7),
    between("maintenance.hourUtc", maintenance?.hourUtc, 0, 23),
  ];
}
