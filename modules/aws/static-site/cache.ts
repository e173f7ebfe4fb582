import type { CloudfrontCachePolicyConfig } from "@cdktf/provider-aws/lib/cloudfront-cache-policy/index.js";

const YEAR = 31_536_000;

/** Managed policies of CloudFront, by the ids that "Use managed cache policies" lists. */
export const MANAGED = {
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  allViewerExceptHostHeader: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
} as const;

/**
 * How long edges keep files. Cookies, headers and queries make no other copy: a file is the same for all,
 * and nobody can make the origin work by asking for `?1`, `?2`.
 *
 * @param atLeast seconds, also for a file that says otherwise; 0 leaves it to the file
 * @param byDefault seconds for a file that says nothing
 */
export function cachePolicy(
  atLeast: number,
  byDefault: number,
): Omit<CloudfrontCachePolicyConfig, "name"> {
  return {
    minTtl: atLeast,
    defaultTtl: byDefault,
    // Never 0: CloudFront compresses nothing where it keeps nothing.
    maxTtl: YEAR,
    parametersInCacheKeyAndForwardedToOrigin: {
      cookiesConfig: { cookieBehavior: "none" },
      headersConfig: { headerBehavior: "none" },
      queryStringsConfig: { queryStringBehavior: "none" },
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
    },
  };
}

/** Files whose names change with what is in them: kept as long as CloudFront can. */
export function assetPolicy(): Omit<CloudfrontCachePolicyConfig, "name"> {
  return cachePolicy(0, YEAR);
}
