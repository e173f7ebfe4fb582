import type { CloudfrontDistributionConfig } from "@cdktf/provider-aws/lib/cloudfront-distribution/index.js";
import type { S3BucketConfig } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import type { ModuleProps, Reason } from "@groundplan/core/stage";
import type { SecurityHeaders } from "./security-headers.ts";
import type { SiteDomain } from "./site-domain.ts";

/**
 * How an address without a file's name finds its file: `/about` is `about/index.html`, after a redirect
 * to `/about/`; or it is `about.html`; or every such address is the one `index.html`, whose script reads it.
 */
export type Routing = "folders" | "html-files" | "single-page";

/** A program behind some paths of the site. Its answers are never kept, and its errors stay its own. */
export interface SiteApi {
  /** Paths that it answers: `/api/*`. */
  readonly path: string;
  /** Host name, reached over HTTPS alone; it must have a public certificate of that name. */
  readonly domainName: string;
}

/** Countries by their ISO 3166 codes of two letters. */
export type Countries =
  | { readonly only: readonly string[] }
  | { readonly except: readonly string[] };

/** Whom the alarm calls. */
export interface SiteAlarm {
  /** Topic of SNS in us-east-1: alarms on CloudFront live there, and call none of another region. */
  readonly topicArn: string;
  /** Percent of answers that are errors of the origin, for five minutes, above 0 to 100. Default: 5. */
  readonly errorPercent?: number;
}

export interface StaticSiteProps extends ModuleProps {
  /**
   * Physical name, at most 58 characters: that of the bucket, unique in the world, and what the names
   * at CloudFront begin with. Changing it replaces everything; the files are published anew.
   */
  readonly name: string;

  /** How addresses find files. A change takes effect within minutes; publish what fits it first. */
  readonly routing: Routing;

  /**
   * Names that visitors type, with their certificate. Changed in place; a name that another
   * distribution has is refused by AWS until that one lets it go.
   *
   * @default the name that CloudFront makes up, `d111111abcdef8.cloudfront.net`
   */
  readonly domain?: SiteDomain;

  /**
   * Paths of files whose names change with what is in them: everybody keeps them for a year. A file
   * there that is written over is not seen again.
   *
   * @default ["/assets/*"]
   */
  readonly assets?: readonly string[];

  /**
   * Page for addresses that have no file, told as 404: `/404.html`. CloudFront would give it for what
   * an API does not find as well, so it goes with no `apis`.
   *
   * @default "/404.html", but with `apis` or a single page none
   */
  readonly notFoundPage?: string;

  /** Programs behind some paths, by kebab-case name. @default none */
  readonly apis?: Readonly<Record<string, SiteApi>>;

  /**
   * Seconds, 0 to 86,400, that an edge keeps a file outside of `assets`; publishing takes what changed
   * away before. Browsers ask each time.
   *
   * @default 0 in dev, 60 in prod
   */
  readonly pageSeconds?: number;

  /** What browsers are told to refuse. @default the site's own sources alone, and in no frame */
  readonly headers?: SecurityHeaders;

  /** Whether search engines may list it. @default false in dev, true in prod */
  readonly indexed?: boolean;

  /**
   * Edges that serve it: the cheapest, more, or all. Changed in place.
   *
   * @default "PriceClass_100" in dev, "PriceClass_All" in prod
   */
  readonly priceClass?: "PriceClass_100" | "PriceClass_200" | "PriceClass_All";

  /** Countries that it is for, or not for. Others get 403. @default all */
  readonly countries?: Countries;

  /**
   * Who may look at it. `with-password` is for previews: the password's hash lies in a store of
   * CloudFront's that Terraform makes and never fills, so no secret is in plan or state; until somebody fills
   * it, nobody gets in. `apis` are left to themselves.
   *
   * @default "everyone"
   */
  readonly visitors?: "everyone" | "with-password";

  /** ARN of a firewall (WAFv2) with scope CLOUDFRONT. Changed in place. @default none */
  readonly webAclArn?: string;

  /**
   * Who has the key of the files. With `own-key` the module makes one, and lets CloudFront use it for
   * this site. A change is for files that are published after it. The way back is over `back-to-s3`,
   * which keeps the key for those from before: with `s3` it goes, and visitors get errors instead of them.
   *
   * @default "s3"
   */
  readonly encryption?: "s3" | "own-key" | "back-to-s3";

  /**
   * Access logs, in a bucket `<name>-logs`. Switched off, the bucket goes; where it is protected AWS
   * refuses that while logs are in it.
   *
   * @default off in dev, kept 90 days in prod
   */
  readonly logs?: { readonly keepDays?: number } | { readonly off: Reason };

  /** Calls somebody when the site answers with errors. @default nobody is called */
  readonly alarm?: SiteAlarm;

  /**
   * Hit rate, latency of the origin and errors by code, as metrics of each minute. Paid by the month.
   *
   * @default false
   */
  readonly detailedMetrics?: boolean;

  /**
   * Refuses plans that destroy the distribution or a bucket: another distribution has another name, and
   * DNS must follow.
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: {
    readonly distribution?: Partial<CloudfrontDistributionConfig>;
    readonly bucket?: Partial<S3BucketConfig>;
  };
}
