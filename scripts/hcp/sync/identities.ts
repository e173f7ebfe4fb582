import type { RunIdentities } from "@groundplan/environments/environment";

/**
 * The variables by which HCP Terraform lets a run be somebody: it gives the run a token of its own,
 * and the provider exchanges it. Source: HCP Terraform, dynamic provider credentials, read 2026-11.
 */
export function variablesOf({ aws, google }: RunIdentities): Record<string, string> {
  return {
    ...(aws && {
      TFC_AWS_PROVIDER_AUTH: "true",
      TFC_AWS_PLAN_ROLE_ARN: aws.planRoleArn,
      TFC_AWS_APPLY_ROLE_ARN: aws.applyRoleArn,
    }),
    ...(google && {
      TFC_GCP_PROVIDER_AUTH: "true",
      TFC_GCP_WORKLOAD_PROVIDER_NAME: google.workloadProvider,
      TFC_GCP_PLAN_SERVICE_ACCOUNT_EMAIL: google.planServiceAccount,
      TFC_GCP_APPLY_SERVICE_ACCOUNT_EMAIL: google.applyServiceAccount,
    }),
  };
}

/** Variables that hold keys which do not expire: a run must not have one. */
export const STORED_KEYS: readonly string[] = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "GOOGLE_CREDENTIALS",
  "GOOGLE_APPLICATION_CREDENTIALS",
  "GOOGLE_OAUTH_ACCESS_TOKEN",
];

/** Cloudflare takes no token of a run's: the one that a run has is stored, as a sensitive variable. */
export const CLOUDFLARE_TOKEN = "CLOUDFLARE_API_TOKEN";
