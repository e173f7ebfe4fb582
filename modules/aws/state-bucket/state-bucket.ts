import { S3Bucket, type S3BucketConfig } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging/index.js";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy/index.js";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { atLeast, between, check } from "@groundplan/core/problems";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import type { Construct } from "constructs";
import { closeBucket, oldTlsRefused, plainHttpRefused } from "../closed-bucket/index.ts";
import { policyJson } from "../iam/index.ts";
import { AccessLog } from "./access-log.ts";
import { ExistingStateBucket, type ExistingStateBucketProps } from "./existing-state-bucket.ts";
import { StateEncryptionKey } from "./state-key.ts";
import { StateStore } from "./state-store.ts";

/** What a stage gets where the caller says nothing. The README's table is checked against it. */
export const DEFAULTS = {
  encryption: { dev: "s3", prod: "own-key" },
  accessLog: { dev: false, prod: true },
  keepDays: { dev: 90, prod: 365 },
  keepVersions: { dev: 10, prod: 50 },
  logDays: { dev: 90, prod: 365 },
} as const satisfies Record<string, PerStage<unknown>>;

export interface StateBucketProps extends ModuleProps {
  /**
   * Physical name, 3 to 63 characters, unique in the world. Changing it is refused at plan: the
   * states lie in it.
   */
  readonly name: string;

  /**
   * Who holds the key: S3, or a key of this account with the alias `alias/<name>`. From `s3` to
   * `own-key` in place: states that lie there keep the old encryption until they are written again.
   * Back is refused at plan: the key is protected.
   *
   * @default "s3" in dev, "own-key" in prod
   */
  readonly encryption?: "s3" | "own-key";

  /**
   * Whether S3 writes down who reads and writes, into a bucket `<name>-log`. From true to false is
   * refused at plan: the log is protected.
   *
   * @default false in dev, true in prod
   */
  readonly accessLog?: boolean;

  /**
   * Days that an old version of a state is kept at least, from 30 on. A change is made in place.
   *
   * @default 90 in dev, 365 in prod
   */
  readonly keepDays?: number;

  /**
   * Old versions of each state that are kept however old they are, 1 to 100. In place.
   *
   * @default 10 in dev, 50 in prod
   */
  readonly keepVersions?: number;

  /** Last word on the bucket; shallow. See the README. */
  readonly overrides?: { readonly bucket?: Partial<S3BucketConfig> };
}

/**
 * A private bucket for Terraform states: versioned, encrypted, TLS only, locked by S3 itself, and
 * refused to every plan that would destroy it, in every stage.
 *
 * @stateful
 */
export class StateBucket extends StateStore {
  readonly bucket: S3Bucket;
  readonly name: string;
  readonly keyAlias?: string;
  /** The bucket's own key; none where S3 manages it. */
  readonly key?: StateEncryptionKey;
  /** Who read and wrote; none where nobody is recorded. */
  readonly log?: AccessLog;

  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    const { name, stage } = props;
    const encryption = props.encryption ?? DEFAULTS.encryption[stage];
    const accessLog = props.accessLog ?? DEFAULTS.accessLog[stage];
    const keepDays = props.keepDays ?? DEFAULTS.keepDays[stage];
    const keepVersions = props.keepVersions ?? DEFAULTS.keepVersions[stage];
    check(this, [
      nameProblem("name", "s3-bucket", accessLog ? logName(name) : name),
      atLeast("keepDays", keepDays, 30),
      between("keepVersions", keepVersions, 1, 100),
    ]);

    this.name = name;
    this.keyAlias = encryption === "own-key" ? `alias/${name}` : undefined;
    this.key = this.keyAlias
      ? new StateEncryptionKey(this, "key", { alias: this.keyAlias })
      : undefined;
    this.bucket = this.createBucket(props);
    this.closeDoors();
    this.keepOldStates(keepDays, keepVersions);
    this.log = accessLog ? this.createLog(DEFAULTS.logDays[stage]) : undefined;
  }

  /** A bucket that another stack makes, for grants. */
  static fromExisting(
    scope: Construct,
    id: string,
    props: ExistingStateBucketProps,
  ): ExistingStateBucket {
    return new ExistingStateBucket(scope, id, props);
  }

  private createBucket({ name, overrides }: StateBucketProps): S3Bucket {
    return new S3Bucket(this, "Default", {
      ...overrides?.bucket,
      bucket: name,
      forceDestroy: false,
      lifecycle: { ...overrides?.bucket?.lifecycle, preventDestroy: true },
    });
  }

  private closeDoors(): void {
    const bucket = this.bucket.id;
    closeBucket(
      this,
      bucket,
      this.key
        ? { sseAlgorithm: "aws:kms", kmsMasterKeyId: this.key.key.arn }
        : { sseAlgorithm: "AES256" },
    );
    new S3BucketPolicy(this, "policy", {
      bucket,
      policy: policyJson([plainHttpRefused(this.arn), oldTlsRefused(this.arn)]),
    });
  }

  private keepOldStates(noncurrentDays: number, newerNoncurrentVersions: number): void {
    const bucket = this.bucket.id;
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketLifecycleConfiguration(this, "retention", {
      bucket,
      rule: [
        {
          id: "forget-old-versions",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [{ noncurrentDays, newerNoncurrentVersions }],
          // What is left of a lock that was given back long ago.
          expiration: [{ expiredObjectDeleteMarker: true }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
      dependsOn: [versioning],
    });
  }

  private createLog(retentionDays: number): AccessLog {
    const name = logName(this.name);
    const log = new AccessLog(this, "log", { name, watched: this.name, retentionDays });
    new S3BucketLoggingA(this, "logging", {
      bucket: this.bucket.id,
      targetBucket: log.bucket.id,
      targetPrefix: "",
      dependsOn: [log.policy],
    });
    return log;
  }
}

/** Name of the bucket that holds the access log of another. */
function logName(bucket: string): string {
  return `${bucket}-log`;
}
