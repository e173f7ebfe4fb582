import type { NameKind } from "@groundplan/core/naming";
import type { Site } from "@groundplan/core/site";
import { issuerProviderId } from "@groundplan/google/workload-identity";

/** First part of everything that belongs to this app. */
export const APP = "foundation";

/** Names on AWS: what they are for, and their last part. Changing one replaces it. */
export const NAMED_AWS = {
  plan: ["iam-role", `${APP}-plan`],
  apply: ["iam-role", `${APP}-apply`],
} as const satisfies Record<string, readonly [NameKind, string]>;

/** Names on Google Cloud. */
export const NAMED_GOOGLE = {
  pool: ["identity-pool", APP],
  plan: ["google-service-account", `${APP}-plan`],
  apply: ["google-service-account", `${APP}-apply`],
} as const satisfies Record<string, readonly [NameKind, string]>;

/** By which provider of the pool jobs log in: GitHub's, or that of another CI by its key. */
export function googleProvider(other?: string): string {
  return other === undefined ? "github" : issuerProviderId(other);
}

/** Last part of the state bucket's name, on either cloud. */
export const STATE_BUCKET = "terraform-state";

/** What the keys of an environment's states begin with. */
export function statePrefix({ environment }: Pick<Site, "environment">): string {
  return `${environment}/`;
}

/** Alias of the key that encrypts states, where the environment has one of its own. */
export function stateKeyAlias(bucket: string): string {
  return `alias/${bucket}`;
}
