import { type Finding, matching, oneOf } from "@groundplan/core/problems";
import { AWS_REGIONS, GOOGLE_REGIONS } from "@groundplan/core/regions";
import type { Accounts } from "@groundplan/core/site";

/** What is wrong with the accounts of an environment. */
export function accountProblems({ aws, google, cloudflare }: Accounts): Finding[] {
  return [
    ...(aws ? awsProblems(aws) : []),
    ...(google ? googleProblems(google) : []),
    matching(
      "cloudflare.accountId",
      cloudflare?.accountId,
      /^[0-9a-f]{32}$/,
      "be 32 lower-case hexadecimal digits",
    ),
  ];
}

function awsProblems({ accountId, region }: NonNullable<Accounts["aws"]>): Finding[] {
  return [
    matching("aws.accountId", accountId, /^\d{12}$/, "be 12 digits"),
    oneOf<string>("aws.region", region, AWS_REGIONS),
  ];
}

function googleProblems(google: NonNullable<Accounts["google"]>): Finding[] {
  return [
    matching(
      "google.projectId",
      google.projectId,
      /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
      "be 6 to 30 lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen",
    ),
    matching("google.projectNumber", google.projectNumber, /^\d{6,19}$/, "be digits"),
    oneOf<string>("google.region", google.region, GOOGLE_REGIONS),
  ];
}
