import type { Stage } from "@groundplan/core/stage";
import { only, resourcesOf } from "@groundplan/core/testing/synth";
import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { Certificate } from "../certificate/index.ts";
import { testApp } from "../testing/fargate.ts";
import { synth } from "../testing/index.ts";
import { actionsOf, allows } from "../testing/judge-policy.ts";
import { site, statementsWith } from "../testing/site.ts";
import { StaticSite } from "./static-site.ts";
import type { StaticSiteProps } from "./static-site-props.ts";

const AT = "arn:aws:s3:::acme-prod-site";

const distribution = (props?: Partial<StaticSiteProps>) =>
  only(site(props), "aws_cloudfront_distribution");

describe("a site", () => {
  it("is read by its own distribution alone, and its missing files are told as missing", () => {
    const statements = statementsWith(site(), "ReadFiles");
    const bySite = {
      StringEquals: {
        "aws:SourceArn": [expect.stringMatching(/^\$\{aws_cloudfront_dist.*\.arn}$/)],
      },
    };
    const principal = { Service: ["cloudfront.amazonaws.com"] };
    const allow = { Effect: "Allow", Principal: principal, Condition: bySite };
    expect(statements.slice(2)).toEqual([
      { ...allow, Sid: "ReadFiles", Action: ["s3:GetObject"], Resource: [`${AT}/site/*`] },
      { ...allow, Sid: "SeeWhatIsMissing", Action: ["s3:ListBucket"], Resource: [AT] },
    ]);
  });

  it("speaks HTTP/3 and IPv6, compresses, signs its requests to the bucket, and takes no writing", () => {
    const { origin, default_cache_behavior: pages, ...rest } = distribution();
    expect(rest).toMatchObject({ http_version: "http2and3", is_ipv6_enabled: true });
    expect(origin).toEqual([
      {
        origin_id: "files",
        domain_name: expect.stringContaining("bucket_regional_domain_name"),
        origin_path: "/site",
        origin_access_control_id: expect.stringContaining("aws_cloudfront_origin_access_control"),
      },
    ]);
    expect(pages).toMatchObject({
      allowed_methods: ["GET", "HEAD"],
      compress: true,
      viewer_protocol_policy: "redirect-to-https",
    });
  });

  it.each<[Stage, object, number, number, boolean]>([
    ["dev", { price_class: "PriceClass_100" }, 0, 300, false],
    [
      "prod",
      { price_class: "PriceClass_All", lifecycle: { prevent_destroy: true } },
      60,
      63_072_000,
      true,
    ],
  ])(
    "in %s is %j, keeps pages %i s, HTTPS %i s, and is listed: %s",
    (stage, arguments_, pageSeconds, hsts, listed) => {
      const template = site({ stage });
      const { price_class, lifecycle } = only(template, "aws_cloudfront_distribution");
      expect({ price_class, lifecycle }).toEqual({ lifecycle: undefined, ...arguments_ });
      const policies = Object.values(resourcesOf(template, "aws_cloudfront_cache_policy"));
      const ttl = Object.fromEntries(
        policies.map(({ name, min_ttl, default_ttl, max_ttl }) => [
          name,
          [min_ttl, default_ttl, max_ttl],
        ]),
      );
      expect(ttl).toEqual({
        "acme-prod-site-pages": [pageSeconds, pageSeconds, 31_536_000],
        "acme-prod-site-assets": [0, 31_536_000, 31_536_000],
      });
      const headers = only(template, "aws_cloudfront_response_headers_policy");
      const { strict_transport_security: transport } = headers.security_headers_config;
      expect(transport.access_control_max_age_sec).toBe(hsts);
      expect(headers.custom_headers_config === undefined).toBe(listed);
      const logged = Object.keys(resourcesOf(template, "aws_cloudwatch_log_delivery"));
      expect(logged).toHaveLength(stage === "prod" ? 1 : 0);
    },
  );

  it("keeps its address: another one is another distribution, and another name in DNS", () => {
    expect(Object.keys(resourcesOf(site(), "aws_cloudfront_distribution"))).toEqual(["site"]);
  });

  it("with an API leaves the API's errors and answers alone", () => {
    const api = { path: "/api/*", domainName: "api.example.com" };
    const { origin, ordered_cache_behavior, custom_error_response } = distribution({
      apis: { api },
    });
    expect(custom_error_response).toBeUndefined();
    expect(
      ordered_cache_behavior.map((each: Record<string, unknown>) => each["path_pattern"]),
    ).toEqual(["/assets/*", "/api/*"]);
    expect(ordered_cache_behavior[1]).toEqual({
      path_pattern: "/api/*",
      target_origin_id: "api",
      viewer_protocol_policy: "https-only",
      allowed_methods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
      cached_methods: ["GET", "HEAD"],
      compress: true,
      cache_policy_id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      origin_request_policy_id: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    });
    expect(origin[1].custom_origin_config).toMatchObject({
      origin_protocol_policy: "https-only",
      origin_ssl_protocols: ["TLSv1.2"],
    });
  });

  it.each([
    [{}, [{ error_code: 404, response_code: 404, response_page_path: "/404.html" }]],
    [
      { notFoundPage: "/lost.html" },
      [expect.objectContaining({ response_page_path: "/lost.html" })],
    ],
    [{ routing: "single-page" as const }, undefined],
  ])("tells what is not there as 404: %j", (props, expected) => {
    expect(distribution(props).custom_error_response).toEqual(expected);
  });

  it.each([
    [undefined, { restriction_type: "none" }],
    [{ only: ["DE", "AT"] }, { restriction_type: "whitelist", locations: ["DE", "AT"] }],
    [{ except: ["US"] }, { restriction_type: "blacklist", locations: ["US"] }],
  ])("is for countries: %j", (countries, expected) => {
    expect(distribution({ countries }).restrictions.geo_restriction).toEqual(expected);
  });

  it("behind a firewall names it", () => {
    const webAclArn = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/edge/1a2b";
    expect(distribution({ webAclArn }).web_acl_id).toBe(webAclArn);
  });
});

describe("a name", () => {
  it("comes with a proved certificate of CloudFront's region, and TLS of 1.2 at least", () => {
    const template = synth((stack) => {
      const made = new Certificate(stack, "certificate", {
        names: ["example.com", "*.example.com"],
        region: "us-east-1",
      });
      new StaticSite(stack, "site", {
        stage: "prod",
        name: "acme-prod-site",
        routing: "folders",
        domain: {
          name: "www.example.com",
          redirected: ["example.com"],
          certificate: { made, records: [] },
        },
      });
    });
    const { aliases, viewer_certificate } = only(template, "aws_cloudfront_distribution");
    expect(aliases).toEqual(["www.example.com", "example.com"]);
    expect(viewer_certificate).toEqual({
      acm_certificate_arn: expect.stringContaining("aws_acm_certificate_validation"),
      minimum_protocol_version: "TLSv1.2_2021",
      ssl_support_method: "sni-only",
    });
    const { code } = only(template, "aws_cloudfront_function");
    expect(code).toContain('const REDIRECTED = ["example.com"];');
  });
});

describe("a grant to publish", () => {
  const template = site({ encryption: "own-key" }, (made, stack) => {
    made.grantPublish(testApp(stack));
  });
  const policies = Object.values(resourcesOf(template, "aws_iam_role_policy"));
  const policy = JSON.parse(policies.find(({ name }) => name === "publish-site")!.policy);
  const may = (action: string, resource: string) => allows(policy, { action, resource });

  it("writes and deletes files of the site, and remembers them", () => {
    expect(may("s3:PutObject", `${AT}/site/index.html`)).toBe(true);
    expect(may("s3:DeleteObject", `${AT}/site/index.html`)).toBe(true);
    expect(may("s3:GetObject", `${AT}/published.json`)).toBe(true);
    expect(may("s3:DeleteObject", `${AT}/published.json`)).toBe(false);
    expect(may("s3:PutObject", `${AT}/other`)).toBe(false);
    expect(may("s3:DeleteObjectVersion", `${AT}/site/index.html`)).toBe(false);
    expect(may("s3:PutObject", `${AT}-logs/site/index.html`)).toBe(false);
  });

  it("invalidates this distribution, and no other", () => {
    const { Resource } = policy.Statement.find(({ Sid }: { Sid: string }) => Sid === "Invalidate");
    expect(Resource).toEqual(["${aws_cloudfront_distribution.site.arn}"]);
    const other = "arn:aws:cloudfront::111122223333:distribution/E2";
    expect(may("cloudfront:CreateInvalidation", Resource[0])).toBe(true);
    expect(may("cloudfront:CreateInvalidation", other)).toBe(false);
    expect(may("cloudfront:UpdateDistribution", Resource[0])).toBe(false);
  });

  it("has these rights and no other", () => {
    expect(actionsOf(policy)).toEqual([
      "cloudfront:CreateInvalidation",
      "kms:Decrypt",
      "kms:GenerateDataKey",
      "s3:AbortMultipartUpload",
      "s3:DeleteObject",
      "s3:GetObject",
      "s3:ListBucket",
      "s3:PutObject",
    ]);
  });

  it("uses the site's key, where there is one", () => {
    const { Action, Resource } = policy.Statement.at(-1);
    expect(Action).toEqual(["kms:Decrypt", "kms:GenerateDataKey"]);
    expect(Resource).toEqual([expect.stringMatching(/^\$\{aws_kms_key\..*\.arn}$/)]);
  });
});

it("tells a pipeline what it needs to know", () => {
  const template = site({}, (made, stack) => {
    new TerraformOutput(stack, "told", { value: made.contractValues() });
  });
  expect(template.output.told!.value).toEqual({
    bucket: "acme-prod-site",
    distribution: "${aws_cloudfront_distribution.site.id}",
    assets: ["/assets/*"],
  });
});
