export type { AllowedSources } from "./allowed-sources.ts";
export { BackupBucket, type BackupRoles, type BackupTarget } from "./backup-bucket.ts";
export type { FreshnessWatch } from "./freshness.ts";
export type { BackupLocation, Jurisdiction } from "./location.ts";
export type { BackupBucketProps, BackupEncryption } from "./props.ts";
export type { RetentionLock } from "./safekeeping.ts";
export { backupProblems, DEFAULTS } from "./settle.ts";
export { type BackupTier, type BackupTiers, type ColderClass, prefixOf } from "./tiers.ts";
