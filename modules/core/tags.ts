/** Where a thing belongs. Becomes tags on AWS, labels on Google Cloud and comments on Cloudflare. */
export interface Ownership {
  readonly org: string;
  readonly environment: string;
  readonly app: string;
  readonly layer: string;
}

/** Tags that the AWS provider puts on everything it makes (`default_tags`). */
export function awsTags(owner: Ownership): Record<string, string> {
  return {
    Organization: owner.org,
    Environment: owner.environment,
    App: owner.app,
    Layer: owner.layer,
    ManagedBy: "groundplan",
  };
}

/** Labels that the Google provider puts on everything that takes labels (`default_labels`). */
export function googleLabels(owner: Ownership): Record<string, string> {
  return {
    organization: owner.org,
    environment: owner.environment,
    app: owner.app,
    layer: owner.layer,
    "managed-by": "groundplan",
  };
}

/**
 * A sentence as a Google label value: lower case, at most 63 characters, other characters as `_`.
 * For reasons only, which people read; never for identity.
 */
export function asLabelValue(sentence: string): string {
  return sentence
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "_")
    .slice(0, 63);
}

/**
 * A sentence as an AWS tag value: at most 256 characters, those that AWS refuses as `_`. For
 * reasons only, which people read; never for identity.
 */
export function asTagValue(sentence: string): string {
  return sentence.replace(/[^\p{L}\p{N} _.:/=+@-]+/gu, "_").slice(0, 256);
}
