import type {
  CloudfrontDistributionDefaultCacheBehavior,
  CloudfrontDistributionOrderedCacheBehavior,
  CloudfrontDistributionOrigin,
} from "@cdktf/provider-aws/lib/cloudfront-distribution/index.js";
import { MANAGED } from "./cache.ts";
import type { SiteApi } from "./static-site-props.ts";

/** Id of the origin that is the bucket; that of an API is its name. */
export const FILES_ORIGIN = "files";

/** What answers of the site go through. */
export interface Handling {
  readonly pagePolicyId: string;
  readonly assetPolicyId: string;
  readonly headersPolicyId: string;
  readonly functionArn: string;
}

/** Everything that no other behaviour is for. */
export function pageBehaviour(handling: Handling): CloudfrontDistributionDefaultCacheBehavior {
  return fileBehaviour(handling, handling.pagePolicyId);
}

/** Assets and APIs, the longest path first: CloudFront takes the first that fits. */
export function otherBehaviours(
  assets: readonly string[],
  apis: Readonly<Record<string, SiteApi>>,
  handling: Handling,
): CloudfrontDistributionOrderedCacheBehavior[] {
  return [
    ...assets.map((pathPattern) => ({
      pathPattern,
      ...fileBehaviour(handling, handling.assetPolicyId),
    })),
    ...Object.entries(apis).map(([name, { path }]) => ({
      pathPattern: path,
      ...apiBehaviour(name),
    })),
  ].sort(
    (a, b) =>
      b.pathPattern.length - a.pathPattern.length || (a.pathPattern < b.pathPattern ? -1 : 1),
  );
}

function fileBehaviour(
  { headersPolicyId, functionArn }: Handling,
  cachePolicyId: string,
): CloudfrontDistributionDefaultCacheBehavior {
  return {
    targetOriginId: FILES_ORIGIN,
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: ["GET", "HEAD"],
    cachedMethods: ["GET", "HEAD"],
    compress: true,
    cachePolicyId,
    responseHeadersPolicyId: headersPolicyId,
    functionAssociation: [{ eventType: "viewer-request", functionArn }],
  };
}

function apiBehaviour(name: string): CloudfrontDistributionDefaultCacheBehavior {
  return {
    targetOriginId: name,
    // A redirect would lose the body of a POST, and has let it be read already.
    viewerProtocolPolicy: "https-only",
    allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
    cachedMethods: ["GET", "HEAD"],
    compress: true,
    cachePolicyId: MANAGED.cachingDisabled,
    originRequestPolicyId: MANAGED.allViewerExceptHostHeader,
  };
}

/** Where an API is asked. */
export function apiOrigin(name: string, { domainName }: SiteApi): CloudfrontDistributionOrigin {
  return {
    originId: name,
    domainName,
    customOriginConfig: {
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
    },
  };
}
