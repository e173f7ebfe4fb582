import type { MonitoringAlertPolicyConfig } from "@cdktf/provider-google/lib/monitoring-alert-policy/index.js";
import type { StorageBucketConfig } from "@cdktf/provider-google/lib/storage-bucket/index.js";
import type { ModuleProps, Reason } from "@groundplan/core/stage";
import type { AllowedSources } from "./allowed-sources.ts";
import type { FreshnessWatch } from "./freshness.ts";
import type { BackupLocation, Jurisdiction } from "./location.ts";
import type { RetentionLock } from "./safekeeping.ts";
import type { BackupTiers } from "./tiers.ts";

/** A key of one's own instead of Google's. */
export interface BackupEncryption {
  /**
   * `projects/<project>/locations/<where the bucket is>/keyRings/<ring>/cryptoKeys/<key>`. A change
   * counts for new dumps only; an old dump needs its old key for as long as it is kept.
   */
  readonly keyId: string;
  /**
   * E-mail address of the project's storage service agent. Read it with the data source
   * `google_storage_project_service_account` in the stack: the agent exists only once asked for.
   */
  readonly storageAgent: string;
}

/** What a backup bucket is made from. */
export interface BackupBucketProps extends ModuleProps {
  /** Physical name, at most 63 characters, one for all of Google Cloud. Replaces the bucket. */
  readonly name: string;

  /** Where the dumps lie. Changing it replaces the bucket and loses its objects. */
  readonly location: BackupLocation;

  /**
   * The law that every copy must stay under; a location outside is refused. London and Zurich are
   * not in the EU.
   *
   * @default any location
   */
  readonly jurisdiction?: Jurisdiction;

  /**
   * How many regions a dump must lie in, 1 or 2. Only checked: `location` decides.
   *
   * @default 1 in dev, 2 in prod
   */
  readonly minimumRegions?: 1 | 2;

  /**
   * What is kept for how long, by prefix. Shortening `keepDays` deletes dumps within a day.
   *
   * @default daily for 7 days in dev; daily for 35, weekly for 180, monthly for 400 days in prod
   */
  readonly tiers?: BackupTiers;

  /**
   * Days back for which a restore is promised; more than two backup intervals, less than every
   * `keepDays`. Only checked: it holds the other day counts to the promise.
   *
   * @default 3 in dev, 14 in prod
   */
  readonly restoreWindowDays?: number;

  /**
   * Days for which nobody can delete or overwrite an object, 0 for none. Can be shortened until it
   * is locked.
   *
   * @default 0 in dev, 14 in prod; 0 where `protect` is false
   */
  readonly retentionDays?: number;

  /**
   * Locks the retention for ever, for a reason. Taking it out again replaces the bucket.
   *
   * @default not locked
   */
  readonly lockRetention?: RetentionLock;

  /**
   * Whether an overwritten or deleted object is kept as a version; `{ reason }` where a retention
   * holds as well. Not needed then: nothing is overwritten.
   *
   * @default off in dev; in prod on where `retentionDays` is 0
   */
  readonly versioning?: boolean | Reason;

  /**
   * Days that an old version is kept, at least 1. Counts only with `versioning`.
   *
   * @default 7 in dev, 30 in prod
   */
  readonly noncurrentDays?: number;

  /**
   * Days in which a deleted object can be brought back, 7 to 90, or 0 for none. Deleted dumps are
   * paid for until then. Always written: leaving it out would keep the server's value.
   *
   * @default 7 in dev, 14 in prod
   */
  readonly softDeleteDays?: number;

  /**
   * A key of one's own; its grant to the storage agent is made before the bucket.
   *
   * @default encrypted with a key that Google manages
   */
  readonly encryption?: BackupEncryption;

  /**
   * Bucket that gets the access log, and the beginning of its objects' names.
   *
   * @default no access log
   */
  readonly accessLog?: { readonly bucket: string; readonly prefix?: string };

  /**
   * Addresses that may reach the bucket. Leaving out those of Terraform locks it out.
   *
   * @default every address; rights alone decide
   */
  readonly allowedSources?: AllowedSources;

  /**
   * Who is told when the newest object is too old, or the reason why nobody is.
   *
   * @default no alert in dev; in prod it must be given
   */
  readonly freshness?: FreshnessWatch | Reason;

  /**
   * Whether the bucket is safe from destruction: no forced emptying, `prevent_destroy`, retention.
   * To remove a bucket, apply `false` first, then take the module out.
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on each resource; shallow. See the README. @default no overrides */
  readonly overrides?: {
    readonly bucket?: Partial<StorageBucketConfig>;
    readonly alert?: Partial<MonitoringAlertPolicyConfig>;
  };
}
