import type { CloudfrontResponseHeadersPolicyConfig } from "@cdktf/provider-aws/lib/cloudfront-response-headers-policy/index.js";
import { atLeast, type Finding, must, reasonGiven, whole } from "@groundplan/core/problems";
import type { Reason } from "@groundplan/core/stage";
import { type ContentSources, contentProblems, contentSecurityPolicy } from "./content-security.ts";

/** What browsers are told to refuse. */
export interface SecurityHeaders {
  /**
   * Sources that a page may use: `self`, `none`, a site with scheme, `data:`, `sha256-...`. One that is
   * named here is taken instead of ours; all others stay.
   */
  readonly contentSources?: ContentSources;
  /** Why scripts may be written into pages or be made of text (`unsafe-inline`, `unsafe-eval`), or come from anywhere. */
  readonly unsafeScripts?: Reason;
  /**
   * Seconds that a browser asks for this name by HTTPS alone. It cannot be taken back before.
   * Default: 300 in dev, two years in prod.
   */
  readonly hstsSeconds?: number;
  /** Whether that holds for every name below it, too. Default: false. */
  readonly hstsSubdomains?: boolean;
  /** What other sites learn of where a visitor comes from. Default: "strict-origin-when-cross-origin". */
  readonly referrer?: "no-referrer" | "same-origin" | "strict-origin-when-cross-origin";
}

/** Everything that is wrong with the headers. */
export function headerProblems(headers: SecurityHeaders = {}): Finding[] {
  const { contentSources = {}, unsafeScripts, hstsSeconds } = headers;
  return [
    ...contentProblems(contentSources, unsafeScripts),
    ...(unsafeScripts ? reasonProblems(unsafeScripts) : []),
    atLeast("headers.hstsSeconds", hstsSeconds, 0),
    whole("headers.hstsSeconds", hstsSeconds),
  ];
}

/** The reason becomes a comment, which CloudFront ends at 128 characters. */
function reasonProblems({ reason }: Reason): Finding[] {
  const prop = "headers.unsafeScripts";
  const { length } = reason;
  return [
    reasonGiven(prop, reason),
    must(length <= 128, `${prop}.reason`, "have at most 128 characters (CloudFront)", length),
  ];
}

/**
 * What CloudFront puts on every answer of the site.
 *
 * @param indexed whether search engines may list it
 */
export function securityHeaders(
  headers: SecurityHeaders & { readonly hstsSeconds: number },
  indexed: boolean,
): Omit<CloudfrontResponseHeadersPolicyConfig, "name"> {
  const { contentSources, unsafeScripts, referrer = "strict-origin-when-cross-origin" } = headers;
  const override = true;
  const frame = frameOption(contentSources?.["frame-ancestors"] ?? ["none"]);
  return {
    comment: unsafeScripts?.reason,
    securityHeadersConfig: {
      contentSecurityPolicy: {
        contentSecurityPolicy: contentSecurityPolicy(contentSources),
        override,
      },
      contentTypeOptions: { override },
      frameOptions: frame && { frameOption: frame, override },
      referrerPolicy: { referrerPolicy: referrer, override },
      strictTransportSecurity: {
        accessControlMaxAgeSec: headers.hstsSeconds,
        includeSubdomains: headers.hstsSubdomains ?? false,
        override,
      },
    },
    customHeadersConfig: indexed
      ? undefined
      : { items: [{ header: "x-robots-tag", value: "noindex", override }] },
  };
}

/** Older browsers' word for who may frame a page; it has none for a list of sites. */
function frameOption([first, ...more]: readonly string[]): "DENY" | "SAMEORIGIN" | undefined {
  if (more.length > 0) return undefined;
  if (first === "none") return "DENY";
  return first === "self" ? "SAMEORIGIN" : undefined;
}
