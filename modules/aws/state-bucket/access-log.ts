import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy/index.js";
import { Construct } from "constructs";
import { locationOf } from "../account/index.ts";
import { closeBucket, expireLog, plainHttpRefused } from "../closed-bucket/index.ts";
import { policyJson } from "../iam/index.ts";

export interface AccessLogProps {
  /** Physical name of the log's bucket; replaces it. */
  readonly name: string;
  /** Physical name of the bucket that is watched. */
  readonly watched: string;
  /** Days after which a line of the log is deleted, at least 1. */
  readonly retentionDays: number;
}

/**
 * Who read and wrote which state, and when: a private bucket that S3's log service alone writes to.
 *
 * @stateful
 */
export class AccessLog extends Construct {
  readonly bucket: S3Bucket;
  /** Must stand before S3 is told to write. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: AccessLogProps) {
    super(scope, id);
    this.bucket = new S3Bucket(this, "Default", {
      bucket: props.name,
      lifecycle: { preventDestroy: true },
    });
    closeBucket(this, this.bucket.id, { sseAlgorithm: "AES256" });
    this.policy = this.createPolicy(props);
    expireLog(this, this.bucket.id, "expire-log", props.retentionDays);
  }

  private createPolicy({ name, watched }: AccessLogProps): S3BucketPolicy {
    const { partition, accountId } = locationOf(this);
    const arn = `arn:${partition}:s3:::${name}`;
    return new S3BucketPolicy(this, "policy", {
      bucket: this.bucket.id,
      policy: policyJson([
        {
          sid: "DeliverLog",
          actions: ["s3:PutObject"],
          principals: { Service: ["logging.s3.amazonaws.com"] },
          resources: [`${arn}/*`],
          conditions: {
            ArnEquals: { "aws:SourceArn": [`arn:${partition}:s3:::${watched}`] },
            StringEquals: { "aws:SourceAccount": [accountId] },
          },
        },
        plainHttpRefused(arn),
      ]),
    });
  }
}
