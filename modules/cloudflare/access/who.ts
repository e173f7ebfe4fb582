import type { ZeroTrustAccessPolicyInclude } from "@cdktf/provider-cloudflare/lib/zero-trust-access-policy/index.js";
import { parseCidr } from "@groundplan/core/cidr";
import { type Finding, known, matching, must } from "@groundplan/core/problems";

/**
 * By what a visitor is known: `person` after a login, `place` without one, `machine` by a token,
 * `everyone` by nothing. A `group` may hold any of them.
 */
export type KnownBy = "person" | "place" | "machine" | "everyone" | "group";

/** Whom a policy is about. Made by `email`, `emailDomain`, `serviceToken`, ... */
export interface AccessRule {
  readonly knownBy: KnownBy;
  /** As the provider takes it. */
  readonly config: ZeroTrustAccessPolicyInclude;
  /** What is wrong with it, where it stands. */
  readonly problem?: (at: string) => Finding;
}

/** The person with this mail address. */
export function email(address: string): AccessRule {
  return {
    knownBy: "person",
    config: { email: { email: address } },
    problem: (at) =>
      matching(at, address, /^[^\s@A-Z]+@[^\s@A-Z]+\.[^\s@A-Z]+$/, "be a lower-case mail address"),
  };
}

/** Everybody with a mail address at this domain, whoever gives such addresses out. */
export function emailDomain(domain: string): AccessRule {
  return {
    knownBy: "person",
    config: { emailDomain: { domain } },
    problem: (at) =>
      matching(at, domain, /^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "be a lower-case domain without @"),
  };
}

/** Members of a GitHub organisation, or of one of its teams. */
export function githubOrganization(organization: {
  readonly name: string;
  /** Slug of the team. Left out, everybody in the organisation. */
  readonly team?: string;
  /** Cloudflare's id of the identity provider through which they log in. */
  readonly identityProviderId: string;
}): AccessRule {
  return { knownBy: "person", config: { githubOrganization: { ...organization } } };
}

/** Visitors about whom an OpenID provider says this. */
export function oidcClaim(claim: {
  readonly name: string;
  readonly value: string;
  /** Cloudflare's id of the identity provider through which they log in. */
  readonly identityProviderId: string;
}): AccessRule {
  const { name, value, identityProviderId } = claim;
  const oidc = { claimName: name, claimValue: value, identityProviderId };
  return { knownBy: "person", config: { oidc } };
}

/** Whoever can log in with this identity provider: for one that knows nobody but yours. By its id. */
export function loginMethod(identityProviderId: string): AccessRule {
  return { knownBy: "person", config: { loginMethod: { id: identityProviderId } } };
}

/** A group of rules that is managed in the dashboard, by its id. */
export function group(id: string): AccessRule {
  return { knownBy: "group", config: { group: { id } } };
}

/** Visitors from these addresses. A single one is `/32` or `/128`: without it, it drifts (#6059). */
export function ipRange(range: string): AccessRule {
  return {
    knownBy: "place",
    config: { ip: { ip: range } },
    problem: (at) =>
      known(range) && must(isRange(range), at, "be a range such as 203.0.113.7/32", range),
  };
}

/** Visitors from this country, two capital letters. */
export function country(code: string): AccessRule {
  return {
    knownBy: "place",
    config: { geo: { countryCode: code } },
    problem: (at) => matching(at, code, /^[A-Z]{2}$/, "be two capital letters"),
  };
}

/** A machine with this service token, by the token's id (not its client id). */
export function serviceToken(tokenId: string): AccessRule {
  return {
    knownBy: "machine",
    config: { serviceToken: { tokenId } },
    problem: (at) =>
      must(
        !tokenId.endsWith(".access"),
        at,
        "be the id of a service token",
        tokenId,
        "this is its client id",
      ),
  };
}

/** A machine with any service token of the account, those of other applications included. */
export function anyServiceToken(): AccessRule {
  return { knownBy: "machine", config: { anyValidServiceToken: {} } };
}

/** Whoever comes. */
export function everyone(): AccessRule {
  return { knownBy: "everyone", config: { everyone: {} } };
}

function isRange(range: string): boolean {
  if (!range.includes(":")) return parseCidr(range) !== undefined;
  const [address, prefix = ""] = range.split("/");
  return (
    URL.canParse(`http://[${address}]`) &&
    range === range.toLowerCase() &&
    /^\d{1,3}$/.test(prefix) &&
    Number(prefix) <= 128
  );
}
