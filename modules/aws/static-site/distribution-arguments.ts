import type {
  CloudfrontDistributionConfig,
  CloudfrontDistributionRestrictionsGeoRestriction,
  CloudfrontDistributionViewerCertificate,
} from "@cdktf/provider-aws/lib/cloudfront-distribution/index.js";
import {
  apiOrigin,
  FILES_ORIGIN,
  type Handling,
  otherBehaviours,
  pageBehaviour,
} from "./behaviours.ts";
import { ASSET_PATHS, DEFAULTS } from "./defaults.ts";
import { SERVED_FOLDER } from "./place/index.ts";
import { certificateArnOf, namesOf, type SiteDomain } from "./site-domain.ts";
import type { Countries, StaticSiteProps } from "./static-site-props.ts";

/** What a distribution is made of beside its props. */
export interface Parts {
  /** Regional name of the bucket. */
  readonly bucketDomainName: string;
  /** Id of the origin access control. */
  readonly accessId: string;
  readonly handling: Handling;
}

/** A distribution in the provider's words. */
export function distributionArguments(
  props: StaticSiteProps,
  { bucketDomainName, accessId, handling }: Parts,
): CloudfrontDistributionConfig {
  const { name, stage, domain, apis = {}, assets = ASSET_PATHS, overrides } = props;
  const protect = props.protect ?? DEFAULTS.protect[stage];
  const notFoundPage = notFoundPageOf(props);
  return {
    comment: name,
    httpVersion: "http2and3",
    isIpv6Enabled: true,
    priceClass: props.priceClass ?? DEFAULTS.priceClass[stage],
    ...overrides?.distribution,
    enabled: true,
    aliases: domain && namesOf(domain),
    defaultRootObject: "index.html",
    webAclId: props.webAclArn,
    origin: [
      {
        originId: FILES_ORIGIN,
        domainName: bucketDomainName,
        originPath: `/${SERVED_FOLDER}`,
        originAccessControlId: accessId,
      },
      ...Object.keys(apis)
        .sort()
        .map((key) => apiOrigin(key, apis[key]!)),
    ],
    defaultCacheBehavior: pageBehaviour(handling),
    orderedCacheBehavior: otherBehaviours(assets, apis, handling),
    customErrorResponse: notFoundPage
      ? [{ errorCode: 404, responseCode: 404, responsePagePath: notFoundPage }]
      : undefined,
    restrictions: { geoRestriction: restrictionOf(props.countries) },
    viewerCertificate: certificateOf(domain),
    ...(protect && { lifecycle: { ...overrides?.distribution?.lifecycle, preventDestroy: true } }),
  };
}

/** The page for what is not there, where it can be given without touching an API's answers. */
function notFoundPageOf({ notFoundPage, apis = {}, routing }: StaticSiteProps): string | undefined {
  const hasNone = routing === "single-page" || Object.keys(apis).length > 0;
  return notFoundPage ?? (hasNone ? undefined : "/404.html");
}

function restrictionOf(
  countries: Countries | undefined,
): CloudfrontDistributionRestrictionsGeoRestriction {
  if (!countries) return { restrictionType: "none" };
  return "only" in countries
    ? { restrictionType: "whitelist", locations: [...countries.only] }
    : { restrictionType: "blacklist", locations: [...countries.except] };
}

/** CloudFront's own certificate comes with a TLS version of its own. */
function certificateOf(domain: SiteDomain | undefined): CloudfrontDistributionViewerCertificate {
  if (!domain) return { cloudfrontDefaultCertificate: true };
  return {
    acmCertificateArn: certificateArnOf(domain),
    minimumProtocolVersion: "TLSv1.2_2021",
    sslSupportMethod: "sni-only",
  };
}
