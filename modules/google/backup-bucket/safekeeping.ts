import { atLeast, between, type Finding, must, reasonGiven } from "@groundplan/core/problems";
import type { Reason } from "@groundplan/core/stage";
import { type BackupTiers, shortestIntervalHours } from "./tiers.ts";

/** How long what is kept, and against whom. Every day count that has a say in losing a dump. */
export interface Safekeeping {
  readonly tiers: BackupTiers;
  readonly restoreWindowDays: number;
  readonly retentionDays: number;
  readonly versioning: boolean;
  /** Why versions are kept although a retention policy holds. */
  readonly bothReason?: string;
  readonly noncurrentDays: number;
  readonly softDeleteDays: number;
  readonly protect: boolean;
  readonly lock?: RetentionLock;
}

/** Leave to lock a retention policy. Nobody, Google included, can take a lock back. */
export interface RetentionLock extends Reason {
  /** The bucket's name, typed again: a lock cannot be undone. */
  readonly confirm: string;
}

/** The longest retention that the service takes: 2^31 - 1 seconds. */
const MAXIMUM_RETENTION_DAYS = 24855;

/** Every way in which the day counts contradict each other. */
export function safekeepingProblems(keeping: Safekeeping, bucketName: string): Finding[] {
  return [
    ...windowProblems(keeping),
    ...retentionProblems(keeping, bucketName),
    ...copyProblems(keeping),
  ];
}

/** Lifecycle age > retention >= restore window > two backup intervals. */
function windowProblems({ tiers, restoreWindowDays, retentionDays }: Safekeeping): Finding[] {
  const interval = shortestIntervalHours(tiers);
  return [
    must(
      restoreWindowDays * 24 > interval * 2,
      "restoreWindowDays",
      `be longer than two backup intervals (${interval * 2} hours)`,
      restoreWindowDays,
    ),
    must(
      retentionDays === 0 || retentionDays >= restoreWindowDays,
      "retentionDays",
      `be at least restoreWindowDays (${restoreWindowDays}), or 0 for none`,
      retentionDays,
    ),
    ...Object.entries(tiers).flatMap(([key, { keepDays }]) => [
      must(
        keepDays > retentionDays,
        `tiers.${key}.keepDays`,
        `be more than retentionDays (${retentionDays}), which refuses an earlier delete`,
        keepDays,
      ),
      must(
        keepDays > restoreWindowDays,
        `tiers.${key}.keepDays`,
        `be more than restoreWindowDays (${restoreWindowDays}), for which a restore is promised`,
        keepDays,
      ),
    ]),
  ];
}

function retentionProblems(keeping: Safekeeping, bucketName: string): Finding[] {
  const { retentionDays, protect, lock } = keeping;
  return [
    between("retentionDays", retentionDays, 0, MAXIMUM_RETENTION_DAYS),
    must(
      protect || retentionDays === 0,
      "retentionDays",
      "be 0 where protect is false",
      retentionDays,
      "a bucket cannot be emptied before its retention ends",
    ),
    lock && must(retentionDays > 0, "lockRetention", "have retentionDays to lock"),
    lock && reasonGiven("lockRetention", lock.reason),
    lock &&
      must(
        lock.confirm === bucketName,
        "lockRetention.confirm",
        `repeat the bucket's name "${bucketName}"`,
        lock.confirm,
        "a lock cannot be taken back: going back replaces the bucket",
      ),
  ];
}

/** Versions, retention and soft delete each keep a copy that is paid for. */
function copyProblems(keeping: Safekeeping): Finding[] {
  const { versioning, retentionDays, softDeleteDays, bothReason, noncurrentDays } = keeping;
  const both = versioning && retentionDays > 0;
  return [
    must(
      !both || bothReason !== undefined,
      "versioning",
      "be false where retentionDays holds, or say why both are wanted",
      true,
      "give { reason }: under retention nothing is overwritten, so versions only cost",
    ),
    bothReason !== undefined && reasonGiven("versioning", bothReason),
    must(
      !both || softDeleteDays === 0,
      "softDeleteDays",
      "be 0 where versioning and retentionDays are both on",
      softDeleteDays,
      "three copies of each dump would be paid for",
    ),
    atLeast("noncurrentDays", noncurrentDays, 1),
    must(
      softDeleteDays === 0 || (softDeleteDays >= 7 && softDeleteDays <= 90),
      "softDeleteDays",
      "be 0 or 7 to 90",
      softDeleteDays,
    ),
  ];
}
