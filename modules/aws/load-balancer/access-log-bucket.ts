import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { atLeast, check, matching } from "@groundplan/core/problems";
import type { ModuleProps } from "@groundplan/core/stage";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { closeBucket, expireLog, plainHttpRefused } from "../closed-bucket/index.ts";
import { type PolicyStatement, policyJson } from "../iam/index.ts";
import { DEFAULTS } from "./defaults.ts";

/** A bucket that load balancers may write logs to. */
export interface LogBucket {
  readonly bucketName: string;
  /** What must stand before a load balancer is told to write (the bucket's policy). */
  readonly ready: readonly ITerraformDependable[];
}

/** What the bucket takes. */
export interface AccessLogBucketProps extends ModuleProps {
  /**
   * Physical name, 3 to 63 characters, unique in the world. Changing it replaces the bucket; AWS
   * refuses that while logs are in it.
   */
  readonly name: string;

  /** Account whose load balancers write, 12 digits. */
  readonly accountId: string;

  /**
   * Days after which a log is deleted, at least 1.
   *
   * @default 14 in dev, 90 in prod
   */
  readonly retentionDays?: number;

  /**
   * Refuses plans that destroy the bucket, and keeps a bucket that has logs from being deleted.
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;
}

/**
 * A private bucket for the logs of load balancers in one account and region.
 *
 * Encrypted with keys of S3, the only kind that load balancers can write with; opened to the log
 * delivery service and not to a region's account id, which newer regions do not have.
 *
 * @stateful
 */
export class AccessLogBucket extends Construct implements LogBucket {
  readonly bucket: S3Bucket;
  private readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id);
    const retentionDays = props.retentionDays ?? DEFAULTS.logRetentionDays[props.stage];
    const protect = props.protect ?? DEFAULTS.protect[props.stage];
    check(this, [
      nameProblem("name", "s3-bucket", props.name),
      matching("accountId", props.accountId, /^\d{12}$/, "be 12 digits"),
      atLeast("retentionDays", retentionDays, 1),
    ]);

    this.bucket = new S3Bucket(this, "Default", {
      bucket: props.name,
      forceDestroy: !protect,
      lifecycle: protect ? { preventDestroy: true } : undefined,
    });
    closeBucket(this, this.bucket.id, { sseAlgorithm: "AES256" });
    expireLog(this, this.bucket.id, "expire-logs", retentionDays);
    this.policy = this.createPolicy(props.accountId);
  }

  get bucketName(): string {
    return this.bucket.bucket;
  }

  get ready(): readonly ITerraformDependable[] {
    return [this.policy];
  }

  private createPolicy(accountId: string): S3BucketPolicy {
    const { arn } = this.bucket;
    return new S3BucketPolicy(this, "policy", {
      bucket: this.bucket.id,
      policy: policyJson([...deliveryOf(arn, accountId), plainHttpRefused(arn)]),
    });
  }
}

function deliveryOf(bucketArn: string, accountId: string): PolicyStatement[] {
  return [
    {
      sid: "DeliverLogs",
      actions: ["s3:PutObject"],
      principals: { Service: ["logdelivery.elasticloadbalancing.amazonaws.com"] },
      // Any prefix, this account only: each load balancer writes below its own name.
      resources: [`${bucketArn}/*/AWSLogs/${accountId}/*`],
    },
  ];
}
