import { type Finding, known, matching, must, unique } from "@groundplan/core/problems";
import type { ITerraformDependable } from "cdktf";
import type { Certificate } from "../certificate/index.ts";
import { EDGE_REGION } from "./defaults.ts";

/**
 * The certificate of a site: one of this stack, made with `region: "us-east-1"`, and what makes its
 * validation records; or one that stands already, in us-east-1 as well.
 */
export type SiteCertificate =
  | { readonly made: Certificate; readonly records: readonly ITerraformDependable[] }
  | { readonly arn: string };

/** Names that visitors type. */
export interface SiteDomain {
  /** The name that the site is known by: `www.example.com`. */
  readonly name: string;
  /** Names that send visitors to `name`, path and query kept: `example.com`. Default: none. */
  readonly redirected?: readonly string[];
  /** For all of these names. */
  readonly certificate: SiteCertificate;
}

/** Every name of a domain, the site's own first. */
export function namesOf({ name, redirected = [] }: SiteDomain): string[] {
  return [name, ...redirected];
}

/** The certificate's ARN; of one that is made here, once it is proved. */
export function certificateArnOf({ certificate }: SiteDomain): string {
  return "arn" in certificate
    ? certificate.arn
    : certificate.made.validatedArn(certificate.records);
}

/**
 * Everything that is wrong with a domain.
 *
 * @param region of the stack: certificates are made there unless they say otherwise
 */
export function domainProblems(domain: SiteDomain | undefined, region: string): Finding[] {
  if (!domain) return [];
  const prop = (at: number) => (at === 0 ? "domain.name" : "domain.redirected");
  const names = namesOf(domain);
  return [
    unique("domain", names),
    ...names.map((name, at) =>
      matching(
        prop(at),
        name,
        /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/,
        "be a lower-case domain name without a final dot",
      ),
    ),
    // Default quota of CloudFront, adjustable.
    must(names.length <= 100, "domain", "have at most 100 names (quota)", names.length),
    ...certificateProblems(domain.certificate, names, region),
  ];
}

function certificateProblems(
  certificate: SiteCertificate,
  names: readonly string[],
  region: string,
): Finding[] {
  if ("arn" in certificate) {
    return [
      matching(
        "domain.certificate.arn",
        certificate.arn,
        new RegExp(`^arn:aws:acm:${EDGE_REGION}:\\d{12}:certificate/[\\w-]+$`),
        `be the ARN of a certificate in ${EDGE_REGION}: CloudFront takes no other`,
      ),
    ];
  }
  const { made } = certificate;
  const place = made.region ?? region;
  return [
    must(
      place === EDGE_REGION,
      "domain.certificate",
      `be made in ${EDGE_REGION}: CloudFront takes no other`,
      place,
      `make it with region: "${EDGE_REGION}"`,
    ),
    ...names
      .filter((name) => known(name) && !made.names.some((each) => covers(each, name)))
      .map((name) => must(false, "domain.certificate", "be for every name of the domain", name)),
  ];
}

/** A wildcard stands for one label. */
function covers(certified: string, name: string): boolean {
  return certified === name || certified === name.replace(/^[^.]+/, "*");
}
