import { between, type Finding, matching, must } from "@groundplan/core/problems";
import { type AwsIdentity, IDENTITY_KEYS, identityProblems, regionNamed } from "../aws/identity.ts";
import { differencesProblems, elsewhere, unknownKeys } from "../plan/rules.ts";

/** Where a bucket is, and as whom it is asked. */
export interface BucketPlace extends AwsIdentity {
  readonly bucket: string;
  readonly region: string;
  /** Address of a store that speaks as S3 does. @default AWS's own */
  readonly endpoint?: string;
}

/** A bucket whose objects move. */
export interface S3Plan {
  readonly source: BucketPlace;
  readonly target: BucketPlace;
  /** Objects that are copied or compared at a time. @default 16 */
  readonly jobs?: number;
  /** True where the source makes us pay for what is read of it, and that is meant. @default false */
  readonly requesterPays?: boolean;
  /** Objects that may differ, each with the reason; a name that ends with `*` is all that begin so. @default none */
  readonly differences?: Readonly<Record<string, string>>;
}

const KEYS = ["source", "target", "jobs", "requesterPays", "differences"];

/** Everything that is wrong with what somebody wrote of a bucket. */
export function s3Problems(plan: S3Plan): Finding[] {
  const { source, target, jobs, requesterPays, differences } = plan;
  return [
    ...unknownKeys("s3.", plan, KEYS),
    ...placeProblems("s3.source", source),
    ...placeProblems("s3.target", target),
    source && target && elsewhere("s3", bucketName(source), bucketName(target)),
    between("s3.jobs", jobs, 1, 64),
    must(
      requesterPays === undefined || typeof requesterPays === "boolean",
      "s3.requesterPays",
      "be true or false",
      requesterPays,
    ),
    ...differencesProblems("s3", differences),
  ];
}

function placeProblems(prop: string, place: BucketPlace | undefined): Finding[] {
  if (!place || typeof place !== "object") return [must(false, prop, "be a bucket", place)];
  const { bucket = "", region = "", endpoint } = place;
  return [
    ...unknownKeys(`${prop}.`, place, ["bucket", "region", "endpoint", ...IDENTITY_KEYS]),
    matching(
      `${prop}.bucket`,
      bucket,
      /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      "be the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens",
    ),
    regionNamed(`${prop}.region`, region),
    must(
      endpoint === undefined || URL.canParse(endpoint),
      `${prop}.endpoint`,
      "be an address: https://s3.example.com",
      endpoint,
    ),
    ...identityProblems(prop, place),
  ];
}

/** How people call a bucket. */
export function bucketName({ bucket, endpoint }: BucketPlace): string {
  return endpoint ? `s3://${bucket} at ${endpoint.replace(/^https?:\/\//, "")}` : `s3://${bucket}`;
}
