import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration/index.js";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification/index.js";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy/index.js";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning/index.js";
import { check } from "@groundplan/core/problems";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { closeBucket, oldTlsRefused, plainHttpRefused } from "../closed-bucket/index.ts";
import { policyJson } from "../iam/index.ts";
import { bucketProblems } from "./bucket-problems.ts";
import type { BucketProps } from "./bucket-props.ts";
import { BucketStore, ExistingBucket, type ExistingBucketProps } from "./bucket-store.ts";
import { DEFAULTS } from "./defaults.ts";
import { lifecycleRules } from "./lifecycle.ts";

/** Seconds that a browser remembers what it may do. */
const CROSS_ORIGIN_SECONDS = 3600;

/**
 * A private bucket: encrypted, TLS only, no ACLs, nothing public, and tidied up.
 *
 * @stateful
 */
export class Bucket extends BucketStore {
  readonly bucket: S3Bucket;
  readonly name: string;
  readonly encryptionKeyArn?: string;
  private readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    check(this, bucketProblems(props));
    this.name = props.name;
    this.encryptionKeyArn = props.encryptionKeyArn;
    this.bucket = this.createBucket(props);
    closeBucket(
      this,
      this.bucket.id,
      props.encryptionKeyArn
        ? { sseAlgorithm: "aws:kms", kmsMasterKeyId: props.encryptionKeyArn }
        : { sseAlgorithm: "AES256" },
    );
    this.policy = this.createPolicy(props);
    this.tidyUp(props);
    this.allowOrigins(props);
    if (props.events) {
      new S3BucketNotification(this, "events", { bucket: this.bucket.id, eventbridge: true });
    }
  }

  /** A bucket that another stack makes, for grants. */
  static fromExisting(scope: Construct, id: string, props: ExistingBucketProps): ExistingBucket {
    return new ExistingBucket(scope, id, props);
  }

  /** What must stand before somebody relies on the bucket's own policy. */
  get ready(): readonly ITerraformDependable[] {
    return [this.policy];
  }

  /** Regional name, which CloudFront and clients outside of the region's SDKs ask. */
  get domainName(): string {
    return this.bucket.bucketRegionalDomainName;
  }

  private createBucket({ name, stage, overrides, ...props }: BucketProps): S3Bucket {
    const protect = props.protect ?? DEFAULTS.protect[stage];
    return new S3Bucket(this, "Default", {
      ...overrides?.bucket,
      bucket: name,
      forceDestroy: !protect,
      ...(protect && { lifecycle: { ...overrides?.bucket?.lifecycle, preventDestroy: true } }),
    });
  }

  private createPolicy({ statements }: BucketProps): S3BucketPolicy {
    return new S3BucketPolicy(this, "policy", {
      bucket: this.bucket.id,
      policy: policyJson([
        plainHttpRefused(this.arn),
        oldTlsRefused(this.arn),
        ...(statements?.(this.arn) ?? []),
      ]),
    });
  }

  private tidyUp({ stage, ageing = {}, ...props }: BucketProps): void {
    const bucket = this.bucket.id;
    const versioned = props.versioned ?? DEFAULTS.versioned[stage];
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket,
      versioningConfiguration: { status: versioned ? "Enabled" : "Suspended" },
    });
    new S3BucketLifecycleConfiguration(this, "ageing", {
      bucket,
      rule: lifecycleRules(ageing, props.keepOldDays ?? DEFAULTS.keepOldDays[stage]),
      dependsOn: [versioning],
    });
  }

  private allowOrigins({ crossOrigin = {} }: BucketProps): void {
    const names = Object.keys(crossOrigin).sort();
    if (names.length === 0) return;
    new S3BucketCorsConfiguration(this, "cross-origin", {
      bucket: this.bucket.id,
      corsRule: names.map((name) => {
        const rule = crossOrigin[name]!;
        return {
          id: name,
          allowedOrigins: [...rule.origins],
          allowedMethods: [...rule.methods],
          allowedHeaders: rule.headers && [...rule.headers],
          exposeHeaders: rule.exposed && [...rule.exposed],
          maxAgeSeconds: rule.maxAgeSeconds ?? CROSS_ORIGIN_SECONDS,
        };
      }),
    });
  }
}
