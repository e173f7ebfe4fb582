import { nameProblem } from "@groundplan/core/naming";
import {
  between,
  type Finding,
  known,
  matching,
  must,
  reasonGiven,
  unique,
  whole,
} from "@groundplan/core/problems";
import { FILES_ORIGIN } from "./behaviours.ts";
import { ASSET_PATHS, EDGE_REGION } from "./defaults.ts";
import { headerProblems } from "./security-headers.ts";
import { domainProblems } from "./site-domain.ts";
import type { Countries, SiteAlarm, SiteApi, StaticSiteProps } from "./static-site-props.ts";
import { sizeProblem } from "./viewer-request.ts";

/**
 * Everything that is wrong with a site's props.
 *
 * @param region of the stack
 */
export function siteProblems(props: StaticSiteProps, region: string): Finding[] {
  const { name, assets = ASSET_PATHS, apis = {}, logs, webAclArn } = props;
  const paths = [...assets, ...Object.values(apis).map(({ path }) => path)];
  return [
    nameProblem("name", "s3-bucket", known(name) ? `${name}-logs` : name),
    ...assets.flatMap((path) => pathProblems("assets", path)),
    unique("assets and apis", paths),
    ...Object.entries(apis).flatMap(([key, api]) => apiProblems(key, api)),
    ...notFoundProblems(props),
    between("pageSeconds", props.pageSeconds, 0, 86_400),
    whole("pageSeconds", props.pageSeconds),
    ...domainProblems(props.domain, region),
    sizeProblem(props),
    ...headerProblems(props.headers),
    ...countryProblems(props.countries),
    matching(
      "webAclArn",
      webAclArn,
      new RegExp(`^arn:aws:wafv2:${EDGE_REGION}:\\d{12}:global/webacl/[\\w-]+/[\\w-]+$`),
      "be the ARN of a web ACL with scope CLOUDFRONT",
    ),
    ...(logs && "off" in logs ? [reasonGiven("logs.off", logs.off.reason)] : []),
    ...(logs && "keepDays" in logs ? [between("logs.keepDays", logs.keepDays, 1, 3650)] : []),
    ...(props.alarm ? alarmProblems(props.alarm) : []),
  ];
}

function pathProblems(prop: string, path: string): Finding[] {
  return [
    matching(prop, path, /^\/[\w./*-]+$/, "be a path with a slash before it, such as /assets/*"),
    must(path !== "/*", prop, "leave something to the pages", path),
  ];
}

function apiProblems(key: string, { path, domainName }: SiteApi): Finding[] {
  return [
    matching("apis", key, /^[a-z][a-z0-9-]*$/, "have keys in kebab case"),
    must(key !== FILES_ORIGIN, "apis", "not have the name of the bucket's own origin", key),
    ...pathProblems(`apis.${key}.path`, path),
    matching(
      `apis.${key}.domainName`,
      domainName,
      /^([a-z0-9-]+\.)+[a-z]{2,}$/,
      "be a host name without scheme and path",
    ),
  ];
}

function notFoundProblems({ notFoundPage, apis = {}, routing }: StaticSiteProps): Finding[] {
  if (notFoundPage === undefined) return [];
  return [
    matching("notFoundPage", notFoundPage, /^\/[\w./-]+\.html$/, "be a page such as /404.html"),
    must(
      Object.keys(apis).length === 0,
      "notFoundPage",
      "not stand beside apis",
      notFoundPage,
      "CloudFront gives it for what an API does not find as well: let the API answer under a name of its own",
    ),
    must(
      routing !== "single-page",
      "notFoundPage",
      "not stand beside a single page, whose script tells what is not there",
      notFoundPage,
    ),
  ];
}

function countryProblems(countries: Countries | undefined): Finding[] {
  if (!countries) return [];
  const [prop, codes] = Object.entries(countries)[0] as [string, readonly string[]];
  const at = `countries.${prop}`;
  return [
    must(codes.length > 0, at, "name a country"),
    unique(at, codes),
    ...codes.map((code) => matching(at, code, /^[A-Z]{2}$/, "be codes of two capital letters")),
  ];
}

function alarmProblems({ topicArn, errorPercent }: SiteAlarm): Finding[] {
  return [
    matching(
      "alarm.topicArn",
      topicArn,
      new RegExp(`^arn:aws:sns:${EDGE_REGION}:\\d{12}:[\\w-]+$`),
      `be the ARN of a topic in ${EDGE_REGION}, where alarms on CloudFront live`,
    ),
    must(
      errorPercent === undefined || (errorPercent > 0 && errorPercent <= 100),
      "alarm.errorPercent",
      "be above 0 and at most 100",
      errorPercent,
    ),
  ];
}
