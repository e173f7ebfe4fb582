import type { PolicyStatement } from "../iam/index.ts";
import { MANIFEST, SERVED_FOLDER } from "./place/index.ts";

/**
 * What CloudFront may do for one distribution: read files, and see that there is none. Without the
 * second S3 tells a missing file as forbidden (403).
 */
export function readBySite(bucketArn: string, distributionArn: string): PolicyStatement[] {
  const principals = { Service: ["cloudfront.amazonaws.com"] };
  const bySite = { StringEquals: { "aws:SourceArn": [distributionArn] } };
  return [
    {
      sid: "ReadFiles",
      actions: ["s3:GetObject"],
      principals,
      resources: [`${bucketArn}/${SERVED_FOLDER}/*`],
      conditions: bySite,
    },
    {
      sid: "SeeWhatIsMissing",
      actions: ["s3:ListBucket"],
      principals,
      resources: [bucketArn],
      conditions: bySite,
    },
  ];
}

/** What publishing needs, and nothing beside. */
export function publishRights(
  arn: string,
  distributionArn: string,
  keyArn: string | undefined,
): PolicyStatement[] {
  return [
    {
      sid: "WriteFiles",
      actions: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"],
      resources: [`${arn}/${SERVED_FOLDER}/*`],
    },
    {
      sid: "RememberFiles",
      actions: ["s3:GetObject", "s3:PutObject"],
      resources: [`${arn}/${MANIFEST}`],
    },
    // Without it S3 tells a first time, when nothing is remembered, as forbidden.
    { sid: "SeeFiles", actions: ["s3:ListBucket"], resources: [arn] },
    {
      sid: "Invalidate",
      actions: ["cloudfront:CreateInvalidation"],
      resources: [distributionArn],
    },
    ...(keyArn
      ? [
          {
            sid: "UseKey",
            actions: ["kms:Decrypt", "kms:GenerateDataKey"],
            resources: [keyArn],
          },
        ]
      : []),
  ];
}
