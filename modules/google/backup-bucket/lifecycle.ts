import type { StorageBucketLifecycleRule } from "@cdktf/provider-google/lib/storage-bucket/index.js";
import { type BackupTier, type BackupTiers, prefixOf } from "./tiers.ts";

/**
 * The lifecycle of the whole bucket. Ages are at least 1, so that the provider never drops a zero
 * without a word. What lies outside every tier goes with the longest one.
 */
export function lifecycleRules(
  tiers: BackupTiers,
  noncurrentDays: number | undefined,
): StorageBucketLifecycleRule[] {
  const longest = Math.max(...Object.values(tiers).map((tier) => tier.keepDays));
  return [
    { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 1 } },
    ...Object.entries(tiers).flatMap(([key, tier]) => tierRules(key, tier)),
    { action: { type: "Delete" }, condition: { age: longest, withState: "LIVE" } },
    ...(noncurrentDays === undefined ? [] : [noncurrentRule(noncurrentDays)]),
  ];
}

function tierRules(key: string, tier: BackupTier): StorageBucketLifecycleRule[] {
  const scope = { matchesPrefix: [prefixOf(key, tier)], withState: "LIVE" };
  return [
    ...Object.entries(tier.moveAfterDays ?? {}).map(([colder, age]) => ({
      action: { type: "SetStorageClass", storageClass: colder.toUpperCase() },
      condition: { ...scope, age },
    })),
    { action: { type: "Delete" }, condition: { ...scope, age: tier.keepDays } },
  ];
}

function noncurrentRule(days: number): StorageBucketLifecycleRule {
  return {
    action: { type: "Delete" },
    condition: { daysSinceNoncurrentTime: days, withState: "ARCHIVED" },
  };
}
