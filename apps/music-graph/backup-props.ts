import type { Stage } from "@groundplan/core/stage";
import type { BackupBucketProps } from "@groundplan/google/backup-bucket";
import type { BackupSettings } from "./backup-settings.ts";

/**
 * What the bucket is made from. One place, so that the settings are checked as the very props that
 * the bucket gets.
 */
export function backupBucketProps(
  stage: Stage,
  name: string,
  { alertEmail: _, ...settings }: BackupSettings,
  freshness: BackupBucketProps["freshness"],
): BackupBucketProps {
  return {
    stage,
    name,
    // The dumps hold data of people in the EU.
    jurisdiction: "EU",
    freshness,
    ...settings,
  };
}
