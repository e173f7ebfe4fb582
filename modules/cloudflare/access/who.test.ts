import { describe, expect, it } from "vitest";
import {
  type AccessRule,
  anyServiceToken,
  country,
  email,
  emailDomain,
  everyone,
  githubOrganization,
  group,
  ipRange,
  loginMethod,
  oidcClaim,
  serviceToken,
} from "./who.ts";

const wrong = ({ problem }: AccessRule) => problem?.("who") || undefined;

describe("whom a policy is about", () => {
  const identityProviderId = "f174";
  it.each<[string, AccessRule, object]>([
    ["a person", email("jo@example.com"), { email: { email: "jo@example.com" } }],
    ["a domain", emailDomain("example.com"), { emailDomain: { domain: "example.com" } }],
    [
      "a team",
      githubOrganization({ name: "acme", team: "ops", identityProviderId }),
      { githubOrganization: { name: "acme", team: "ops", identityProviderId } },
    ],
    [
      "a claim",
      oidcClaim({ name: "role", value: "admin", identityProviderId }),
      { oidc: { claimName: "role", claimValue: "admin", identityProviderId } },
    ],
    ["a provider's people", loginMethod("f174"), { loginMethod: { id: "f174" } }],
    ["a group", group("aa0a"), { group: { id: "aa0a" } }],
    ["a range", ipRange("203.0.113.7/32"), { ip: { ip: "203.0.113.7/32" } }],
    ["an IPv6 range", ipRange("2001:db8::/64"), { ip: { ip: "2001:db8::/64" } }],
    ["a country", country("DE"), { geo: { countryCode: "DE" } }],
    ["a token", serviceToken("699d"), { serviceToken: { tokenId: "699d" } }],
    ["any token", anyServiceToken(), { anyValidServiceToken: {} }],
    ["everyone", everyone(), { everyone: {} }],
  ])("is %s", (_, rule, config) => {
    expect(rule.config).toEqual(config);
    expect(wrong(rule)).toBeUndefined();
  });

  it.each<[string, AccessRule, string]>([
    ["capital letters", email("Jo@example.com"), "be a lower-case mail address"],
    ["an @ in a domain", emailDomain("@example.com"), "be a lower-case domain without @"],
    ["an address alone (#6059)", ipRange("203.0.113.7"), "be a range such as 203.0.113.7/32"],
    ["IPv6 in capitals", ipRange("2001:DB8::/64"), "be a range such as 203.0.113.7/32"],
    ["a prefix beyond 128", ipRange("2001:db8::/129"), "be a range such as 203.0.113.7/32"],
    ["a country's name", country("Germany"), "be two capital letters"],
    ["a client id", serviceToken("88bf.access"), "be the id of a service token"],
  ])("is not %s", (_, rule, words) => {
    expect(wrong(rule)).toMatchObject({ prop: "who", rule: words });
  });
});
