import type { SqlDatabaseInstanceSettingsBackupConfiguration } from "@cdktf/provider-google/lib/sql-database-instance/index.js";
import { between, type Finding, matching, must } from "@groundplan/core/problems";
import type { Edition } from "./tier.ts";

/** What is kept, and for how long. A change is made in place; a smaller number deletes. */
export interface BackupOptions {
  /** Daily backups that are kept, 1 to 365. @default 7 in dev, 30 in prod */
  readonly keep?: number;
  /** Days of which any second can be had back, 0 for none; at most 7, with enterprise-plus 35. @default 0 in dev, 7 in prod */
  readonly pointInTimeDays?: number;
  /** Start, UTC: `02:00`. @default "02:00" */
  readonly startTime?: string;
  /** Region or multi-region that they lie in: `eu`. @default the multi-region nearest to the instance */
  readonly location?: string;
}

/** The same with every default in its place. */
export type SettledBackups = BackupOptions &
  Required<Pick<BackupOptions, "keep" | "pointInTimeDays">>;

/** The provider's words. Backups are on in every stage. */
export function backupConfiguration(
  backups: SettledBackups,
): SqlDatabaseInstanceSettingsBackupConfiguration {
  const { keep, pointInTimeDays, startTime, location } = backups;
  return {
    enabled: true,
    startTime: startTime ?? "02:00",
    location,
    pointInTimeRecoveryEnabled: pointInTimeDays > 0,
    transactionLogRetentionDays: pointInTimeDays > 0 ? pointInTimeDays : undefined,
    backupRetentionSettings: { retainedBackups: keep, retentionUnit: "COUNT" },
  };
}

/** What is wrong with the backups. */
export function backupProblems(
  { keep, pointInTimeDays, startTime }: SettledBackups,
  edition: Edition,
  regional: boolean,
): Finding[] {
  return [
    between("backups.keep", keep, 1, 365),
    between("backups.pointInTimeDays", pointInTimeDays, 0, edition === "enterprise-plus" ? 35 : 7),
    must(
      !regional || pointInTimeDays > 0,
      "backups.pointInTimeDays",
      "be 1 or more where availability is regional",
      pointInTimeDays,
      "the second zone is made from the log",
    ),
    must(
      keep >= pointInTimeDays,
      "backups.keep",
      `be at least pointInTimeDays (${pointInTimeDays})`,
      keep,
      "each second is found from the backup before it",
    ),
    matching(
      "backups.startTime",
      startTime,
      /^([01]\d|2[0-3]):[0-5]\d$/,
      "be a time such as 02:00",
    ),
  ];
}
