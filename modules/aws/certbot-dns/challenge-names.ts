import { domainToASCII } from "node:url";

/** What a certificate authority puts before a name to prove it by DNS (RFC 8555, section 8.4). */
const CHALLENGE = "_acme-challenge.";

/** Longest domain name in characters (RFC 1035). */
const LONGEST_NAME = 253;

const LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const CERTIFICATE_NAME = new RegExp(`^(${LABEL}\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$`);
const ZONE_NAME = new RegExp(`^(_?${LABEL}\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$`);

/**
 * A name as Route 53 compares it: lower case, no final dot, other alphabets as Punycode. What is
 * left is letters, digits, hyphens, underscores and dots, so that nothing needs an octal escape.
 */
export function normalName(name: string): string {
  const bare = name.replace(/\.$/, "").toLowerCase();
  const foreign = [...bare].some((character) => character > "\u007f");
  return foreign ? domainToASCII(bare) : bare;
}

/**
 * The record that proves a certificate's name. A wildcard and the name below it share one record:
 * `*.example.com` and `example.com` both give `_acme-challenge.example.com`.
 */
export function challengeName(name: string): string {
  return `${CHALLENGE}${normalName(name.replace(/^\*\./, ""))}`;
}

/** The records of many names, each once, sorted: the order of the certificate does not matter. */
export function challengeNames(names: readonly string[]): string[] {
  return [...new Set(names.map(challengeName))].sort();
}

/** True for a name that a certificate can carry and whose record fits into DNS. */
export function isCertificateName(name: string): boolean {
  const bare = normalName(name.replace(/^\*\./, ""));
  return CERTIFICATE_NAME.test(bare) && challengeName(name).length <= LONGEST_NAME;
}

/** True for a name that a hosted zone can have; a delegated `_acme-challenge` zone is one. */
export function isZoneName(name: string): boolean {
  return ZONE_NAME.test(normalName(name)) && normalName(name).length <= LONGEST_NAME;
}

/** True when a record lies in a zone: it is the zone's own name or ends in it. */
export function liesIn(record: string, domain: string): boolean {
  const zone = normalName(domain);
  return record === zone || record.endsWith(`.${zone}`);
}
