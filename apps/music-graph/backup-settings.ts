import type { BackupBucketProps } from "@groundplan/google/backup-bucket";
import type { OfficeHours } from "@groundplan/google/vm-host";

/** What an environment may say of its backups; what it leaves out is the stage's default. */
export interface BackupSettings
  extends Pick<
    BackupBucketProps,
    "location" | "tiers" | "restoreWindowDays" | "retentionDays" | "softDeleteDays" | "protect"
  > {
  /** Address that is told. A change is made in place. */
  readonly alertEmail: string;
}

/** When dumps are proven, and by what. */
export interface DrillSettings {
  /** When the machine wakes, after the night's dump, and when it is stopped; three hours or more. */
  readonly hours: Omit<OfficeHours, "projectNumber">;

  /**
   * SQL, one statement each, that must say true of what was restored: a row that must be there, the age
   * of the youngest.
   *
   * @default none: the rows of each table are counted and hashed all the same
   */
  readonly checks?: readonly string[];

  /** GiB of its disk: system, image, dump and database. Replaces the machine. @default 20 */
  readonly diskGiB?: number;
}
