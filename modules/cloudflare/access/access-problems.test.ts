import type { TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { refusals } from "../testing/index.ts";
import { Zone } from "../zone/index.ts";
import {
  Access,
  type AccessPolicy,
  type AccessProps,
  anyServiceToken,
  email,
  emailDomain,
  everyone,
  ipRange,
} from "./index.ts";

const STAFF: AccessPolicy = { action: "allow", who: [emailDomain("example.com")] };

const refused = (change: Partial<Omit<AccessProps, "zone">>) =>
  refusals((stack: TerraformStack) => {
    const ref = { zoneId: "0123", name: "example.com", plan: "free" } as const;
    new Access(stack, "door", {
      stage: "prod",
      accountId: "0123456789abcdef0123456789abcdef",
      name: "Back office",
      hosts: ["admin.example.com"],
      policies: { staff: STAFF },
      ...change,
      zone: Zone.fromExisting(stack, "zone", ref),
    });
  });

const refusedPolicy = (policy: AccessPolicy) => refused({ policies: { staff: STAFF, it: policy } });

describe("an application is refused", () => {
  it("with everything that is wrong at once", () => {
    const hosts = [
      "https://admin.example.com",
      "admin.example.org",
      "example.com/",
      "example.com/",
    ];
    expect(
      refused({
        accountId: "acme",
        name: "",
        hosts,
        sessionHours: 1000,
        identityProviderIds: ["a", "a"],
        policies: { Staff: { action: "deny", who: [] } },
      }),
    ).toEqual([
      'test/door: accountId must be 32 hexadecimal characters, got "acme"',
      "test/door: name must not be empty",
      'test/door: hosts must not repeat a value, got "example.com/"',
      'test/door: hosts must be a host and a path, and no URL, got "https://admin.example.com"',
      'test/door: hosts must be example.com or end in .example.com, got "https:"',
      'test/door: hosts must be example.com or end in .example.com, got "admin.example.org"',
      'test/door: hosts must not end in a slash, got "example.com/"',
      "test/door: sessionHours must be 1 to 730, got 1000",
      'test/door: identityProviderIds must not repeat a value, got "a"',
      "test/door: policies must let somebody in",
      'test/door: policies must have keys in kebab case, got "Staff"',
      "test/door: policies.Staff.who must name somebody",
    ]);
    expect(refused({ hosts: [] })).toEqual(["test/door: hosts must name at least one host"]);
  });

  it("when everybody who can read a mail would get in", () => {
    const words =
      "test/door: policies.it must say which people: whoever can read a mail can log in; name people, domains, groups or a login method in who or require";
    expect(refusedPolicy({ action: "allow", who: [everyone()] })).toEqual([words]);
    expect(refusedPolicy({ action: "allow", who: [ipRange("203.0.113.0/24")] })).toEqual([words]);
    const require = [emailDomain("example.com")];
    expect(refusedPolicy({ action: "allow", who: [everyone()], require })).toEqual([]);
  });

  it("when machines are to log in, or people not to", () => {
    expect(refusedPolicy({ action: "allow", who: [anyServiceToken()] })).toEqual([
      'test/door: policies.it must be "service" for machines: they cannot log in',
    ]);
    expect(refusedPolicy({ action: "service", who: [email("jo@example.com")] })).toEqual([
      "test/door: policies.it must name a service token",
      "test/door: policies.it must name no people: nobody logs in for it",
    ]);
    const reason = "The monitor cannot send a token";
    expect(refusedPolicy({ action: "bypass", who: [email("jo@example.com")], reason })).toEqual([
      "test/door: policies.it must name no people or tokens: it looks at none",
    ]);
  });

  it("when there is a way past the door without a reason, or a session without an end", () => {
    expect(refusedPolicy({ action: "bypass", who: [everyone()], reason: "" })).toEqual([
      'test/door: policies.it.reason must say why in 10 to 200 characters, got ""',
    ]);
    expect(refusedPolicy({ ...STAFF, sessionHours: 0 })).toEqual([
      "test/door: policies.it.sessionHours must be 1 to 730, got 0",
    ]);
  });

  it("when somebody in a policy is none", () => {
    const who = [email("Jo")];
    expect(refusedPolicy({ action: "deny", who, except: [ipRange("office")] })).toEqual([
      'test/door: policies.it.who must be a lower-case mail address, got "Jo"',
      'test/door: policies.it.except must be a range such as 203.0.113.7/32, got "office"',
    ]);
  });
});
