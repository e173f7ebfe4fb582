import { type ExportedModule, exported } from "@groundplan/core/exported";
import { NAME_RULES } from "@groundplan/core/naming";
import { StaticSite } from "./static-site.ts";
import type { Routing } from "./static-site-props.ts";

/** What each exported site is called, and for what kind of site it is. */
const SITES = [
  ["static-site", "folders", "of folders with an index each"],
  ["static-site-single-page", "single-page", "of one page whose script reads the address"],
] as const satisfies readonly (readonly [string, Routing, string])[];

/** The site of prod, at the name that CloudFront makes up. */
export const EXPORTED: readonly ExportedModule[] = SITES.map(([name, routing, what]) =>
  exported({
    name,
    cloud: "aws",
    summary: `A site ${what}: files in a bucket that only CloudFront reads, with security headers and logs.`,
    construct: StaticSite,
    props: { folder: "modules/aws/static-site", name: "StaticSiteProps" },
    fixed: { stage: "prod", routing },
    variables: {
      name: {
        samples: [..."abcdefghij"].map((letter) => `acme-prod-${letter}`),
        pattern: NAME_RULES["s3-bucket"].pattern,
      },
      priceClass: {
        default: "PriceClass_All",
        samples: ["PriceClass_100", "PriceClass_200", "PriceClass_All"],
      },
    },
    outputs: ({ bucket, distribution }) => ({
      bucket_name: { value: bucket.name, description: "Bucket that the files are published to." },
      distribution_id: {
        value: distribution.id,
        description: "Id of the distribution, to take what changed away from its edges.",
      },
      domain_name: {
        value: distribution.domainName,
        description: "Name at which visitors find the site.",
      },
    }),
  }),
);
