import { nameProblem } from "@groundplan/core/naming";
import { type Finding, known, must, reasonGiven } from "@groundplan/core/problems";
import type { PerStage } from "@groundplan/core/stage";
import { sourceProblems } from "./allowed-sources.ts";
import { type FreshnessWatch, freshnessProblems } from "./freshness.ts";
import { locationProblems } from "./location.ts";
import type { BackupBucketProps } from "./props.ts";
import { type Safekeeping, safekeepingProblems } from "./safekeeping.ts";
import { type BackupTiers, shortestIntervalHours, tierProblems } from "./tiers.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  tiers: {
    dev: { daily: { everyHours: 24, keepDays: 7 } },
    prod: {
      daily: { everyHours: 24, keepDays: 35 },
      weekly: { everyHours: 168, keepDays: 180, moveAfterDays: { nearline: 30, coldline: 90 } },
      monthly: { everyHours: 744, keepDays: 400, moveAfterDays: { nearline: 30, coldline: 90 } },
    },
  } as PerStage<BackupTiers>,
  restoreWindowDays: { dev: 3, prod: 14 },
  retentionDays: { dev: 0, prod: 14 },
  versioning: { dev: false, prod: true },
  noncurrentDays: { dev: 7, prod: 30 },
  softDeleteDays: { dev: 7, prod: 14 },
  minimumRegions: { dev: 1, prod: 2 },
  maxAgeHours: { dev: 26, prod: 26 },
  mustBeWatched: { dev: false, prod: true },
  protect: { dev: false, prod: true },
} satisfies Record<string, PerStage<unknown>>;

/** The props with every default filled in. */
export interface SettledBackup extends Safekeeping {
  readonly minimumRegions: number;
  readonly maxAgeHours: number;
  readonly mustBeWatched: boolean;
  readonly watch?: FreshnessWatch;
  /** Why something that must hold was loosened, by the label that says so. */
  readonly reasons: Readonly<Record<string, string | undefined>>;
}

/** Our default for the stage, then the caller's value. No other line looks at the stage. */
export function resolveBackup(props: BackupBucketProps): SettledBackup {
  const { stage, freshness, versioning, lockRetention } = props;
  const protect = props.protect ?? DEFAULTS.protect[stage];
  const retentionDays = props.retentionDays ?? (protect ? DEFAULTS.retentionDays[stage] : 0);
  const bothReason = typeof versioning === "object" ? versioning.reason : undefined;
  const unwatched = freshness && "reason" in freshness ? freshness.reason : undefined;
  const watch = freshness && "channels" in freshness ? freshness : undefined;
  return {
    tiers: props.tiers ?? DEFAULTS.tiers[stage],
    restoreWindowDays: props.restoreWindowDays ?? DEFAULTS.restoreWindowDays[stage],
    retentionDays,
    versioning: Boolean(versioning ?? (retentionDays === 0 && DEFAULTS.versioning[stage])),
    bothReason,
    noncurrentDays: props.noncurrentDays ?? DEFAULTS.noncurrentDays[stage],
    softDeleteDays: props.softDeleteDays ?? DEFAULTS.softDeleteDays[stage],
    minimumRegions: props.minimumRegions ?? DEFAULTS.minimumRegions[stage],
    maxAgeHours: watch?.maxAgeHours ?? DEFAULTS.maxAgeHours[stage],
    mustBeWatched: DEFAULTS.mustBeWatched[stage],
    watch,
    protect,
    lock: lockRetention,
    reasons: {
      "retention-locked": lockRetention?.reason,
      "versions-and-retention": bothReason,
      unwatched,
    },
  };
}

/** Everything that is wrong with the props, in the words of the props. */
export function propProblems(props: BackupBucketProps, settled: SettledBackup): Finding[] {
  const { name, location, jurisdiction, encryption, accessLog, allowedSources } = props;
  const { minimumRegions } = settled;
  return [
    nameProblem("name", "google-bucket", name),
    known(name) &&
      must(!/^goog|google/.test(name), "name", "not begin with goog or contain google", name),
    ...locationProblems(location, { jurisdiction, minimumRegions, keyId: encryption?.keyId }),
    ...tierProblems(settled.tiers),
    ...safekeepingProblems(settled, name),
    must(
      accessLog === undefined || accessLog.bucket !== name,
      "accessLog.bucket",
      "be another bucket",
      accessLog?.bucket,
      "each line of the log would make another one",
    ),
    ...(allowedSources ? sourceProblems("allowedSources", allowedSources) : []),
    ...watchProblems(props, settled),
  ];
}

/** Everything that is wrong with the props, for those who check them before a bucket is made. */
export function backupProblems(props: BackupBucketProps): Finding[] {
  return propProblems(props, resolveBackup(props));
}

function watchProblems({ freshness }: BackupBucketProps, settled: SettledBackup): Finding[] {
  const { watch, maxAgeHours, tiers, mustBeWatched } = settled;
  if (watch) return freshnessProblems(watch, maxAgeHours, shortestIntervalHours(tiers));
  if (freshness && "reason" in freshness) return [reasonGiven("freshness", freshness.reason)];
  return [
    must(
      !mustBeWatched,
      "freshness",
      "name the channels that are told when no dump arrives",
      undefined,
      "or give { reason } why nobody is",
    ),
  ];
}
