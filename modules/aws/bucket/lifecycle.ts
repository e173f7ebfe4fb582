import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import type { Ageing } from "./bucket-props.ts";
import { UPLOAD_DAYS } from "./defaults.ts";

/**
 * The lifecycle of a bucket. A filter stands in every rule, an empty one too: S3 gives one back.
 *
 * @param keepOldDays days that old versions are kept
 */
export function lifecycleRules(
  ageing: Readonly<Record<string, Ageing>>,
  keepOldDays: number,
): S3BucketLifecycleConfigurationRule[] {
  return [
    {
      id: "tidy-up",
      status: "Enabled",
      filter: [{ prefix: "" }],
      noncurrentVersionExpiration: [{ noncurrentDays: keepOldDays }],
      // What is left of an object whose versions are all gone.
      expiration: [{ expiredObjectDeleteMarker: true }],
      abortIncompleteMultipartUpload: [{ daysAfterInitiation: UPLOAD_DAYS }],
    },
    ...Object.keys(ageing)
      .sort()
      .map((name) => ruleOf(name, ageing[name]!)),
  ];
}

function ruleOf(
  name: string,
  { prefix = "", deleteAfterDays, moveAfterDays = {} }: Ageing,
): S3BucketLifecycleConfigurationRule {
  const moves = Object.entries(moveAfterDays)
    .map(([storageClass, days]) => ({ storageClass, days }))
    .sort((a, b) => a.days - b.days);
  return {
    id: name,
    status: "Enabled",
    filter: [{ prefix }],
    transition: moves.length > 0 ? moves : undefined,
    expiration: deleteAfterDays === undefined ? undefined : [{ days: deleteAfterDays }],
  };
}
