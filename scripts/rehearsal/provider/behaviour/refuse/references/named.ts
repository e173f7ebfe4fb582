/** An attribute that names something by what is no id of its own. */
export interface Named {
  readonly types: RegExp;
  readonly path: string;
  readonly owner: string;
  readonly by: readonly string[];
  /** True where a bare name is the same thing in every account: buckets, zones of Cloudflare's. */
  readonly everywhere?: true;
  readonly code: string;
  readonly message: (name: string) => string;
}

/** Codes: IAM, S3 and Route 53 API references; Cloud Storage and IAM "Error messages"; Cloudflare API. */
export const NAMED: readonly Named[] = [
  {
    types: /^aws_iam_role_polic|^aws_iam_instance_profile$/,
    path: "role",
    owner: "aws_iam_role",
    by: ["name"],
    code: "NoSuchEntity",
    message: (name) => `The role with name ${name} cannot be found.`,
  },
  {
    types: /^aws_s3_(bucket_|object$)/,
    path: "bucket",
    owner: "aws_s3_bucket",
    by: ["bucket", "arn"],
    everywhere: true,
    code: "NoSuchBucket",
    message: () => "The specified bucket does not exist",
  },
  {
    types: /^aws_route53_record$/,
    path: "zone_id",
    owner: "aws_route53_zone",
    by: ["zone_id"],
    code: "NoSuchHostedZone",
    message: (id) => `No hosted zone found with ID: ${id}`,
  },
  {
    types: /^google_storage_bucket_(iam|object|acl|access)/,
    path: "bucket",
    owner: "google_storage_bucket",
    by: ["name"],
    everywhere: true,
    code: "Error 404",
    message: () => "The specified bucket does not exist., notFound",
  },
  {
    types: /^google_service_account_(iam_|key$)/,
    path: "service_account_id",
    owner: "google_service_account",
    by: ["name", "id", "email", "unique_id"],
    code: "Error 404",
    message: (name) => `Service account ${name} does not exist., notFound`,
  },
  {
    types: /^cloudflare_/,
    path: "zone_id",
    owner: "cloudflare_zone",
    by: ["id"],
    everywhere: true,
    code: "7003",
    message: (id) =>
      `Could not route to /client/v4/zones/${id}, perhaps your object identifier is invalid?`,
  },
  {
    // stacklok/sigstore-the-hard-way#10
    types: /^google_dns_(record_set|response_policy_rule|managed_zone_iam_)/,
    path: "managed_zone",
    owner: "google_dns_managed_zone",
    by: ["name", "id"],
    code: "Error 404",
    message: (name) =>
      `The 'parameters.managedZone' resource named '${name}' does not exist., notFound`,
  },
  {
    // Said by the neighbouring calls; its own words were not seen, as those below.
    types: /^google_sql_(database|user|ssl_cert)$/,
    path: "instance",
    owner: "google_sql_database_instance",
    by: ["name"],
    code: "Error 404",
    message: () => "The Cloud SQL instance does not exist., instanceDoesNotExist",
  },
  {
    types: /^google_secret_manager_secret_version$/,
    path: "secret",
    owner: "google_secret_manager_secret",
    by: ["id", "name"],
    code: "Error 404",
    message: (name) => `Secret [${name}] not found.`,
  },
  {
    types: /^google_secret_manager_secret_iam_/,
    path: "secret_id",
    owner: "google_secret_manager_secret",
    by: ["secret_id", "id"],
    code: "Error 404",
    message: (name) => `Secret [${name}] not found.`,
  },
  {
    types: /^google_pubsub_(subscription|topic_iam_)/,
    path: "topic",
    owner: "google_pubsub_topic",
    by: ["name", "id"],
    code: "Error 404",
    message: (name) => `Resource not found (resource=${name}).`,
  },
];
