import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls/index.js";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import type { Construct } from "constructs";
import { overTlsOnly, type PolicyStatement } from "../iam/index.ts";

/** How objects are encrypted that say nothing themselves. */
export interface BucketEncryption {
  readonly sseAlgorithm: "AES256" | "aws:kms";
  /** The key of `aws:kms`. */
  readonly kmsMasterKeyId?: string;
}

/** Shuts a bucket: nothing public, no ACLs, everything encrypted. */
export function closeBucket(scope: Construct, bucket: string, encryption: BucketEncryption): void {
  new S3BucketPublicAccessBlock(scope, "public-access", {
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new S3BucketOwnershipControls(scope, "ownership", {
    bucket,
    rule: { objectOwnership: "BucketOwnerEnforced" },
  });
  new S3BucketServerSideEncryptionConfigurationA(scope, "encryption", {
    bucket,
    rule: [
      {
        applyServerSideEncryptionByDefault: encryption,
        // One data key for many objects: fewer calls to the key service, same protection.
        bucketKeyEnabled: encryption.sseAlgorithm === "aws:kms" ? true : undefined,
      },
    ],
  });
}

/** Deletes what lies in a bucket of logs for `days`, by a rule of its own name. */
export function expireLog(scope: Construct, bucket: string, rule: string, days: number): void {
  new S3BucketLifecycleConfiguration(scope, "retention", {
    bucket,
    rule: [
      {
        id: rule,
        status: "Enabled",
        filter: [{ prefix: "" }],
        expiration: [{ days }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
      },
    ],
  });
}

/** Refuses every call that does not come over TLS. */
export function plainHttpRefused(bucketArn: string): PolicyStatement {
  return overTlsOnly(["s3:*"], [bucketArn, `${bucketArn}/*`]);
}

/** Refuses calls over TLS older than 1.2. Apart from the other: the key is missing without TLS. */
export function oldTlsRefused(bucketArn: string): PolicyStatement {
  return {
    ...plainHttpRefused(bucketArn),
    sid: "RefuseOldTls",
    conditions: { NumericLessThan: { "s3:TlsVersion": ["1.2"] } },
  };
}
