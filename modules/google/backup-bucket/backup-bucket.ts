import { KmsCryptoKeyIamMember } from "@cdktf/provider-google/lib/kms-crypto-key-iam-member/index.js";
import { StorageBucket } from "@cdktf/provider-google/lib/storage-bucket/index.js";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member/index.js";
import { check, must } from "@groundplan/core/problems";
import { asLabelValue } from "@groundplan/core/tags";
import { declareWaiver, type Waiver, waiverProblems } from "@groundplan/core/waivers";
import { Construct } from "constructs";
import type { GoogleGrantee } from "../iam/index.ts";
import { ipFilter } from "./allowed-sources.ts";
import { FreshnessAlert } from "./freshness.ts";
import { lifecycleRules } from "./lifecycle.ts";
import { resolveLocation } from "./location.ts";
import type { BackupBucketProps } from "./props.ts";
import { propProblems, resolveBackup, type SettledBackup } from "./settle.ts";
import { prefixOf } from "./tiers.ts";

const DAY_SECONDS = 86_400;

/** What a backup or restore script must know; plain values, fit for a stack's output. */
export interface BackupTarget {
  readonly bucket: string;
  /** How object names begin, by tier: `{ daily: "daily/" }`. */
  readonly prefixes: Readonly<Record<string, string>>;
  /** Key that new objects are encrypted with; left out where Google manages it. */
  readonly keyId?: string;
  /** Hours after which the newest backup is too old. */
  readonly maxAgeHours: number;
  /** IAM member that uploads. */
  readonly writer: string;
}

/** Who does what with the dumps. Three identities, never one for two jobs. */
export interface BackupRoles {
  readonly writer: GoogleGrantee;
  readonly restorer: GoogleGrantee;
  readonly inspector?: GoogleGrantee;
}

/**
 * A private bucket that accepts database dumps: the writer adds and can do nothing else, a lifecycle
 * alone deletes, and somebody is told when no dump arrives.
 *
 * @stateful
 */
export class BackupBucket extends Construct {
  readonly bucket: StorageBucket;
  /** The right of the storage agent to use the key; none where Google manages the key. */
  readonly keyGrant?: KmsCryptoKeyIamMember;
  /** None where nobody is told. */
  readonly freshness?: FreshnessAlert;

  private readonly settled: SettledBackup;
  private readonly keyId?: string;
  private readonly jobs = new Map<string, string>();

  constructor(scope: Construct, id: string, props: BackupBucketProps) {
    super(scope, id);
    const settled = resolveBackup(props);
    check(this, propProblems(props, settled));
    this.settled = settled;
    this.keyId = props.encryption?.keyId;

    this.keyGrant = this.createKeyGrant(props);
    this.bucket = this.createBucket(props, settled);
    this.freshness = this.createFreshness(props, settled);
  }

  /** Physical name of the bucket. */
  get name(): string {
    return this.bucket.name;
  }

  /** What the backup script of `writer` must know. */
  target(writer: GoogleGrantee): BackupTarget {
    const { tiers, maxAgeHours } = this.settled;
    const prefixes = Object.entries(tiers).map(([key, tier]) => [key, prefixOf(key, tier)]);
    return {
      bucket: this.name,
      prefixes: Object.fromEntries(prefixes),
      keyId: this.keyId,
      maxAgeHours,
      writer: writer.member,
    };
  }

  /** The split in one call: see `grantWrite`, `grantRestore` and `grantInspect`. */
  grantRoles({ writer, restorer, inspector }: BackupRoles): void {
    this.grantWrite(writer);
    this.grantRestore(restorer);
    if (inspector) this.grantInspect(inspector);
  }

  /**
   * Lets `writer` add objects: `roles/storage.objectCreator` on this bucket. It can neither read,
   * list, overwrite nor delete them.
   */
  grantWrite(writer: GoogleGrantee): void {
    this.grant("write", writer, "roles/storage.objectCreator");
  }

  /** Lets `restorer` list and read dumps: `roles/storage.objectViewer` on this bucket. */
  grantRestore(restorer: GoogleGrantee): void {
    this.grant("restore", restorer, "roles/storage.objectViewer");
  }

  /**
   * Lets `inspector` see which dumps there are, how big and how old, without opening one:
   * `roles/storage.legacyBucketReader` on this bucket.
   */
  grantInspect(inspector: GoogleGrantee): void {
    this.grant("inspect", inspector, "roles/storage.legacyBucketReader");
  }

  /**
   * Lets a person repair the bucket until the end of a day, deleting included:
   * `roles/storage.objectAdmin` on this bucket. A retention holds against it, too.
   */
  grantBreakGlass(person: GoogleGrantee, waiver: Waiver): void {
    check(this, waiverProblems("breakGlass", waiver));
    declareWaiver(this, waiver);
    this.grant("break-glass", person, "roles/storage.objectAdmin", {
      title: `break-glass-until-${waiver.until}`,
      description: `${waiver.owner}: ${waiver.reason}`,
      expression: `request.time < timestamp("${waiver.until}T23:59:59Z")`,
    });
  }

  private grant(
    job: string,
    { key, member }: GoogleGrantee,
    role: string,
    condition?: { title: string; description: string; expression: string },
  ): void {
    const other = this.jobs.get(member) ?? job;
    check(this, [
      must(
        other === job,
        `the grantee of ${job}`,
        `not be the grantee of ${other} as well`,
        key,
        "or who breaks into one host can both read and replace the dumps",
      ),
    ]);
    this.jobs.set(member, job);
    const bucket = this.bucket.name;
    new StorageBucketIamMember(this, `${job}-${key}`, { bucket, role, member, condition });
  }

  private createKeyGrant({ encryption }: BackupBucketProps): KmsCryptoKeyIamMember | undefined {
    if (!encryption) return undefined;
    return new KmsCryptoKeyIamMember(this, "key-for-storage-agent", {
      cryptoKeyId: encryption.keyId,
      role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
      member: `serviceAccount:${encryption.storageAgent}`,
    });
  }

  private createBucket(props: BackupBucketProps, settled: SettledBackup): StorageBucket {
    const { encryption, accessLog, allowedSources, overrides } = props;
    const { versioning, protect } = settled;
    return new StorageBucket(this, "Default", {
      name: props.name,
      ...resolveLocation(props.location),
      storageClass: "STANDARD",
      labels: reasonLabels(settled),
      lifecycleRule: lifecycleRules(settled.tiers, versioning ? settled.noncurrentDays : undefined),
      versioning: { enabled: versioning },
      softDeletePolicy: { retentionDurationSeconds: settled.softDeleteDays * DAY_SECONDS },
      retentionPolicy: retentionPolicy(settled),
      encryption: encryption && { defaultKmsKeyName: encryption.keyId },
      logging: accessLog && { logBucket: accessLog.bucket, logObjectPrefix: accessLog.prefix },
      ipFilter: allowedSources && ipFilter(allowedSources),
      forceDestroy: !protect,
      ...overrides?.bucket,
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      // Without the grant the service refuses the bucket, and on the way out its objects.
      dependsOn: this.keyGrant ? [this.keyGrant] : undefined,
      lifecycle: { ...overrides?.bucket?.lifecycle, preventDestroy: protect },
    });
  }

  private createFreshness(
    { name, overrides }: BackupBucketProps,
    { watch, maxAgeHours }: SettledBackup,
  ): FreshnessAlert | undefined {
    if (!watch) return undefined;
    const override = overrides?.alert;
    return new FreshnessAlert(this, "freshness", {
      ...watch,
      bucketName: name,
      maxAgeHours,
      override,
    });
  }
}

function retentionPolicy({ retentionDays, lock }: SettledBackup) {
  if (retentionDays === 0) return undefined;
  return { retentionPeriod: retentionDays * DAY_SECONDS, isLocked: lock !== undefined };
}

/** Reasons why something that must hold was loosened, where everyone who looks finds them. */
function reasonLabels({ reasons }: SettledBackup): Record<string, string> | undefined {
  const given = Object.entries(reasons).filter((entry): entry is [string, string] => !!entry[1]);
  if (given.length === 0) return undefined;
  return Object.fromEntries(given.map(([key, reason]) => [key, asLabelValue(reason)]));
}
