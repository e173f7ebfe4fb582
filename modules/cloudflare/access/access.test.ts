import { addresses, only, resourcesOf } from "@groundplan/core/testing/synth";
import { TerraformOutput, type TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { Tunnel } from "../tunnel/index.ts";
import { Zone } from "../zone/index.ts";
import {
  Access,
  type AccessPolicy,
  type AccessProps,
  email,
  emailDomain,
  everyone,
  ipRange,
  serviceToken,
} from "./index.ts";

type Change = Partial<Omit<AccessProps, "zone">>;

const ACCOUNT = "0123456789abcdef0123456789abcdef";
const STAFF: AccessPolicy = { action: "allow", who: [emailDomain("example.com")] };

const build = (change: Change) => (stack: TerraformStack) => {
  const ref = { zoneId: "0123", name: "example.com", plan: "free" } as const;
  return new Access(stack, "door", {
    stage: "prod",
    accountId: ACCOUNT,
    name: "Back office",
    hosts: ["admin.example.com"],
    policies: { staff: STAFF },
    ...change,
    zone: Zone.fromExisting(stack, "zone", ref),
  });
};

const applicationOf = (change: Change = {}) =>
  only(synth(build(change)), "cloudflare_zero_trust_access_application");

/** By key, which follows the application's name. */
function policiesOf(policies: AccessProps["policies"], change: Change = {}) {
  const template = synth(build({ policies, ...change }));
  const made = Object.values(resourcesOf(template, "cloudflare_zero_trust_access_policy"));
  return Object.fromEntries(made.map((policy) => [policy["name"].split(": ")[1], policy]));
}

describe("Access", () => {
  it("sends only what the provider keeps as the API answers (#5495, #5731)", () => {
    expect(applicationOf()).toEqual({
      account_id: ACCOUNT,
      name: "Back office",
      type: "self_hosted",
      destinations: [{ type: "public", uri: "admin.example.com" }],
      session_duration: "8h",
      same_site_cookie_attribute: "lax",
      http_only_cookie_attribute: true,
      policies: [
        {
          id: expect.stringMatching(
            /^\$\{cloudflare_zero_trust_access_policy\.door_policy-staff_\w+\.id\}$/,
          ),
          precedence: 1,
        },
      ],
      lifecycle: { prevent_destroy: true },
    });
  });

  it("says nothing of domain and self_hosted_domains, which follow from the destinations (#4659)", () => {
    const hosts = ["example.com/admin", "admin.example.com"];
    const attributes = applicationOf({ hosts });
    expect(attributes["destinations"].map(({ uri }: { uri: string }) => uri)).toEqual(
      [...hosts].sort(),
    );
    expect(Object.keys(attributes)).not.toContain("domain");
    expect(Object.keys(attributes)).not.toContain("self_hosted_domains");
  });

  it.each([
    { stage: "dev", hours: "24h", protect: false },
    { stage: "prod", hours: "8h", protect: true },
  ] as const)("lets people in for $hours in $stage, protected: $protect", (row) => {
    expect(applicationOf({ stage: row.stage })).toMatchObject({
      session_duration: row.hours,
      lifecycle: { prevent_destroy: row.protect },
    });
  });

  it("keeps its address: another one lets everybody in until it is made", () => {
    expect(addresses(synth(build({})))).toContain("cloudflare_zero_trust_access_application.door");
  });

  it("sends people straight to the only provider, and asks them where there are several", () => {
    expect(applicationOf({ identityProviderIds: ["b"] })).toMatchObject({
      allowed_idps: ["b"],
      auto_redirect_to_identity: true,
    });
    const several = applicationOf({ identityProviderIds: ["b", "a"] });
    expect(several["allowed_idps"]).toEqual(["a", "b"]);
    expect(several["auto_redirect_to_identity"]).toBeUndefined();
  });

  it("answers machines with 401, not with a page to log in on", () => {
    const policies = { ci: { action: "service", who: [serviceToken("699d")] } } as const;
    expect(applicationOf({ policies })["service_auth_401_redirect"]).toBe(true);
  });

  it("lets the caller have the last word on all but what is behind the door and who gets in", () => {
    const application = {
      customDenyMessage: "Ask Jo",
      policies: [],
      httpOnlyCookieAttribute: false,
    };
    expect(applicationOf({ overrides: { application } })).toMatchObject({
      custom_deny_message: "Ask Jo",
      http_only_cookie_attribute: true,
      policies: [{ precedence: 1 }],
    });
  });

  it("hands a tunnel what it needs to check visitors itself", () => {
    const template = synth((stack) => {
      const door = build({})(stack);
      const zone = stack.node.findChild("zone") as ReturnType<typeof Zone.fromExisting>;
      const route = { hostname: "admin.example.com", service: "http://127.0.0.1:8000" };
      const routes = { admin: { ...route, access: door.gate("acme") } };
      new Tunnel(stack, "host", { stage: "prod", accountId: ACCOUNT, name: "host", zone, routes });
      new TerraformOutput(stack, "audience", { value: door.audience });
    });
    const { config } = only(template, "cloudflare_zero_trust_tunnel_cloudflared_config");
    const audience = "${cloudflare_zero_trust_access_application.door.aud}";
    expect(config.ingress[0].origin_request.access).toEqual({
      required: true,
      team_name: "acme",
      aud_tag: [audience],
    });
    expect(template.output["audience"]?.["value"]).toBe(audience);
  });
});

describe("the policies of an application", () => {
  it("are resources of their own, which are taken out before they go (#7284)", () => {
    expect(policiesOf({ staff: STAFF })).toEqual({
      staff: {
        account_id: ACCOUNT,
        name: "Back office: staff",
        decision: "allow",
        include: [{ email_domain: { domain: "example.com" } }],
        session_duration: "8h",
        lifecycle: { create_before_destroy: true },
      },
    });
  });

  it("keep the session of their application where they have none of their own (#6094)", () => {
    const longer = { ...STAFF, sessionHours: 12 };
    const made = policiesOf({ staff: STAFF, night: longer }, { sessionHours: 4 });
    expect(made["staff"]?.["session_duration"]).toBe("4h");
    expect(made["night"]?.["session_duration"]).toBe("12h");
  });

  it("are tried in the order listed", () => {
    const policies = {
      jo: { action: "deny", who: [email("jo@example.com")] },
      staff: STAFF,
    } as const;
    const listed: { id: string; precedence: number }[] = applicationOf({ policies })["policies"];
    expect(
      listed.map(({ id, precedence }) => [/policy-(\w+?)_/.exec(id)?.[1], precedence]),
    ).toEqual([
      ["jo", 1],
      ["staff", 2],
    ]);
  });

  it("may ask for more, leave out some, and let machines and sources through", () => {
    const office = ipRange("203.0.113.0/24");
    const made = policiesOf({
      staff: { ...STAFF, require: [office], except: [email("jo@example.com")] },
      ci: { action: "service", who: [serviceToken("699d")], require: [office] },
      health: { action: "bypass", who: [office], reason: "The monitor cannot send a token" },
    });
    const ip = { ip: { ip: "203.0.113.0/24" } };
    expect(made["staff"]).toMatchObject({
      decision: "allow",
      include: [{ email_domain: { domain: "example.com" } }],
      require: [ip],
      exclude: [{ email: { email: "jo@example.com" } }],
    });
    expect(made["ci"]).toMatchObject({
      decision: "non_identity",
      include: [{ service_token: { token_id: "699d" } }],
      require: [ip],
    });
    expect(made["health"]).toMatchObject({ decision: "bypass", include: [ip] });
  });

  it("carry the reason for a way past the door as a comment in the stack", () => {
    const reason = "The monitor cannot send a token";
    synth((stack) => {
      const health: AccessPolicy = { action: "bypass", who: [everyone()], reason };
      const policy = build({ policies: { health } })(stack).policies["health"]!;
      const [attributes] = Object.values(
        policy.toTerraform().resource.cloudflare_zero_trust_access_policy,
      );
      expect(attributes).toMatchObject({ "//": { reason }, include: [{ everyone: {} }] });
    });
  });
});
