import { refusal } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { Certificate } from "../certificate/index.ts";
import { synth } from "../testing/index.ts";
import { StaticSite } from "./static-site.ts";
import type { StaticSiteProps } from "./static-site-props.ts";

function refused(props: Partial<StaticSiteProps>): string[] {
  const make = () =>
    synth((stack) => {
      new StaticSite(stack, "site", {
        stage: "prod",
        name: "acme-prod-site",
        routing: "folders",
        ...props,
      });
    });
  return refusal(make)
    .split("\n")
    .map((line) => line.replace("test/site: ", ""));
}

describe("refused", () => {
  it("all at once, in the words of the props", () => {
    const name = `acme-prod-${"site".repeat(13)}`;
    expect(
      refused({
        name,
        assets: ["assets/*", "/api/*"],
        apis: {
          Api: { path: "/api/*", domainName: "https://api.example.com" },
          files: { path: "/*", domainName: "api.example.com" },
        },
        notFoundPage: "404",
        routing: "single-page",
        pageSeconds: 90_000,
        countries: { only: ["de"] },
        webAclArn: "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/edge/1",
        logs: { keepDays: 0 },
        alarm: {
          topicArn: "arn:aws:sns:eu-west-1:111122223333:acme-critical",
          errorPercent: 0,
        },
      }),
    ).toEqual([
      `name must have at most 63 characters (s3 bucket), got "${name}-logs"; shorten it by 4`,
      'assets must be a path with a slash before it, such as /assets/*, got "assets/*"',
      'assets and apis must not repeat a value, got "/api/*"',
      'apis must have keys in kebab case, got "Api"',
      'apis.Api.domainName must be a host name without scheme and path, got "https://api.example.com"',
      'apis must not have the name of the bucket\'s own origin, got "files"',
      'apis.files.path must leave something to the pages, got "/*"',
      'notFoundPage must be a page such as /404.html, got "404"',
      'notFoundPage must not stand beside apis, got "404"; CloudFront gives it for what an API does not find as well: let the API answer under a name of its own',
      'notFoundPage must not stand beside a single page, whose script tells what is not there, got "404"',
      "pageSeconds must be 0 to 86400, got 90000",
      'countries.only must be codes of two capital letters, got "de"',
      'webAclArn must be the ARN of a web ACL with scope CLOUDFRONT, got "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/edge/1"',
      "logs.keepDays must be 1 to 3650, got 0",
      'alarm.topicArn must be the ARN of a topic in us-east-1, where alarms on CloudFront live, got "arn:aws:sns:eu-west-1:111122223333:acme-critical"',
      "alarm.errorPercent must be above 0 and at most 100, got 0",
    ]);
  });

  it("a certificate of another region, and names that it is not for", () => {
    const make = (region?: string) =>
      refusal(() =>
        synth((stack) => {
          const made = new Certificate(stack, "certificate", { names: ["*.example.com"], region });
          new StaticSite(stack, "site", {
            stage: "prod",
            name: "acme-prod-site",
            routing: "folders",
            domain: {
              name: "www.example.com",
              redirected: ["example.com", "a.b.example.com"],
              certificate: { made, records: [] },
            },
          });
        }),
      );
    const names = ["example.com", "a.b.example.com"].map(
      (name) => `test/site: domain.certificate must be for every name of the domain, got "${name}"`,
    );
    expect(make("us-east-1").split("\n")).toEqual(names);
    expect(make().split("\n")).toEqual([
      'test/site: domain.certificate must be made in us-east-1: CloudFront takes no other, got "eu-west-1"; make it with region: "us-east-1"',
      ...names,
    ]);
  });

  it("an ARN of a certificate elsewhere, and names that are none", () => {
    const arn = "arn:aws:acm:eu-west-1:111122223333:certificate/1a2b";
    expect(
      refused({
        domain: { name: "WWW.example.com", redirected: ["a.example.com."], certificate: { arn } },
      }),
    ).toEqual([
      'domain.name must be a lower-case domain name without a final dot, got "WWW.example.com"',
      'domain.redirected must be a lower-case domain name without a final dot, got "a.example.com."',
      `domain.certificate.arn must be the ARN of a certificate in us-east-1: CloudFront takes no other, got "${arn}"`,
    ]);
  });

  it("more names than the function can hold", () => {
    const redirected = Array.from(
      { length: 99 },
      (_, at) => `${"name".repeat(20)}-${at}.example.com`,
    );
    const arn = "arn:aws:acm:us-east-1:111122223333:certificate/1a2b";
    const [problem, ...more] = refused({
      domain: { name: "www.example.com", redirected, certificate: { arn } },
    });
    expect(problem).toMatch(
      /^domain\.redirected must leave the function within 10240 bytes \(quota\), got \d+; redirect some of the names elsewhere$/,
    );
    expect(more).toEqual([]);
  });

  it("sources that let foreign text run, or that browsers do not know", () => {
    expect(
      refused({
        headers: {
          hstsSeconds: 0.5,
          contentSources: {
            "script-src": ["self", "unsafe-inline", "https:"],
            "img-src": ["cdn.example.com", "self; script-src *"],
            "font-src": [],
            "frame-src": ["none", "self"],
          },
        },
      }),
    ).toEqual([
      'headers.contentSources.script-src must not let foreign text run as a script, got "unsafe-inline"; name its hash, or say why in headers.unsafeScripts',
      'headers.contentSources.script-src must not let foreign text run as a script, got "https:"; name its hash, or say why in headers.unsafeScripts',
      'headers.contentSources.img-src must be self, none, a hash, a scheme such as data: or a site such as https://cdn.example.com, got "cdn.example.com"',
      'headers.contentSources.img-src must be self, none, a hash, a scheme such as data: or a site such as https://cdn.example.com, got "self; script-src *"',
      'headers.contentSources.font-src must name a source; to allow nothing say "none"',
      "headers.contentSources.frame-src must have none beside none",
      "headers.hstsSeconds must be a whole number, got 0.5",
    ]);
  });

  it("a policy that is too long, and a reason that says nothing", () => {
    const sites = Array.from({ length: 60 }, (_, at) => `https://images-${at}.example.com`);
    expect(
      refused({
        logs: { off: { reason: "no" } },
        headers: { contentSources: { "img-src": sites }, unsafeScripts: { reason: "old" } },
      }),
    ).toEqual([
      "headers.contentSources must make a policy of at most 1783 characters (quota), got 1924",
      'headers.unsafeScripts.reason must say why in 10 to 200 characters, got "old"',
      'logs.off.reason must say why in 10 to 200 characters, got "no"',
    ]);
  });
});
