export type { ContentKind, ContentSources } from "./content-security.ts";
export { DEFAULTS } from "./defaults.ts";
export { SITE_SHAPE } from "./release-contract.ts";
export type { SecurityHeaders } from "./security-headers.ts";
export type { SiteCertificate, SiteDomain } from "./site-domain.ts";
export { StaticSite } from "./static-site.ts";
export type {
  Countries,
  Routing,
  SiteAlarm,
  SiteApi,
  StaticSiteProps,
} from "./static-site-props.ts";
export { type EdgeRules, PASSWORD_KEY, viewerRequestCode } from "./viewer-request.ts";
