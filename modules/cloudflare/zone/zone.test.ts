import { addresses, only, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { refusals, synth } from "../testing/index.ts";
import { Zone, type ZoneProps } from "./index.ts";

const PROPS: ZoneProps = {
  stage: "prod",
  accountId: "0123456789abcdef0123456789abcdef",
  name: "example.com",
  plan: "pro",
};

const zoneWith = (change: Partial<ZoneProps> = {}): Template =>
  synth((stack) => new Zone(stack, "zone", { ...PROPS, ...change }));

const refused = (change: Partial<ZoneProps>): string[] =>
  refusals((stack) => new Zone(stack, "zone", { ...PROPS, ...change }));

describe("Zone", () => {
  it("is a full zone of the account", () => {
    expect(only(zoneWith(), "cloudflare_zone")).toEqual({
      account: { id: "0123456789abcdef0123456789abcdef" },
      name: "example.com",
      type: "full",
      lifecycle: { prevent_destroy: true },
    });
  });

  it("has addresses whose change would delete the zone and every record in it", () => {
    expect(addresses(zoneWith())).toContain("cloudflare_zone.zone");
    expect(addresses(zoneWith())).toContain("cloudflare_zone_dnssec.zone_dnssec_A3130A9E");
  });

  it.each([
    { stage: "dev", preventDestroy: false },
    { stage: "prod", preventDestroy: true },
  ] as const)("may be deleted by a plan in $stage: not $preventDestroy", (row) => {
    const { lifecycle } = only(zoneWith({ stage: row.stage }), "cloudflare_zone");
    expect(lifecycle).toEqual({ prevent_destroy: row.preventDestroy });
  });

  it("lets the caller take the protection off zone and signing together", () => {
    const template = zoneWith({ protect: false });
    expect(only(template, "cloudflare_zone")["lifecycle"]).toEqual({ prevent_destroy: false });
    expect(only(template, "cloudflare_zone_dnssec")["lifecycle"]).toEqual({
      prevent_destroy: false,
    });
  });

  it("never sends the plan, which the zone resource only reads (v5: deprecated)", () => {
    expect(only(zoneWith(), "cloudflare_zone")).not.toHaveProperty("plan");
    expect(resourcesOf(zoneWith(), "cloudflare_zone_subscription")).toEqual({});
  });

  it("buys the plan when it is billed here", () => {
    const template = zoneWith({ plan: "business", billing: { frequency: "monthly" } });
    expect(only(template, "cloudflare_zone_subscription")).toEqual({
      zone_id: "${cloudflare_zone.zone.id}",
      frequency: "monthly",
      rate_plan: { id: "business" },
    });
  });

  it("makes nothing but the zone while it is pending, when settings and signing fail", () => {
    expect(addresses(zoneWith({ onboarding: true }))).toEqual(["cloudflare_zone.zone"]);
  });

  it("takes over a zone that exists", () => {
    const template = zoneWith({ adopt: { zoneId: "fedcba9876543210fedcba9876543210" } });
    expect(template["import"]).toEqual([
      { to: "cloudflare_zone.zone", id: "fedcba9876543210fedcba9876543210" },
    ]);
  });

  it("lets the caller have the last word on all but account, name and protection", () => {
    const zone = { paused: true, name: "example.org" };
    expect(only(zoneWith({ overrides: { zone } }), "cloudflare_zone")).toMatchObject({
      paused: true,
      name: "example.com",
    });
  });
});

describe("the signing of a zone", () => {
  it.each([
    { stage: "dev", resources: [] },
    { stage: "prod", resources: ["active"] },
  ] as const)("is as the stage wants it in $stage", ({ stage, resources }) => {
    const made = Object.values(resourcesOf(zoneWith({ stage }), "cloudflare_zone_dnssec"));
    expect(made.map(({ status }) => status)).toEqual(resources);
  });

  it("says nothing but the status: the optional fields drift until provider 5.19.0", () => {
    expect(only(zoneWith(), "cloudflare_zone_dnssec")).toEqual({
      zone_id: "${cloudflare_zone.zone.id}",
      status: "active",
      lifecycle: { prevent_destroy: true },
    });
  });

  it("can be switched off before it is taken away", () => {
    const template = zoneWith({ dnssec: "disabled" });
    expect(only(template, "cloudflare_zone_dnssec")["status"]).toBe("disabled");
  });

  it("hands out the DS record and the name servers for the registrar", () => {
    const template = synth((stack) => {
      const zone = new Zone(stack, "zone", PROPS);
      new TerraformOutput(stack, "ds", { value: zone.dsRecord });
      new TerraformOutput(stack, "name-servers", { value: zone.nameServers });
    });
    expect(template.output).toMatchObject({
      ds: { value: "${cloudflare_zone_dnssec.zone_dnssec_A3130A9E.ds}" },
      "name-servers": { value: "${cloudflare_zone.zone.name_servers}" },
    });
  });
});

describe("a reference to a zone", () => {
  it("makes nothing and knows names below the apex", () => {
    const template = synth((stack) => {
      const zone = Zone.fromExisting(stack, "zone", {
        zoneId: "fedcba9876543210fedcba9876543210",
        name: "example.com",
        plan: "free",
      });
      expect(zone.hostname("api")).toBe("api.example.com");
      expect(new Zone(stack, "own", PROPS).hostname("api")).toBe("api.example.com");
    });
    expect(Object.keys(resourcesOf(template, "cloudflare_zone"))).toEqual(["own"]);
  });

  it("is refused without an id", () => {
    const existing = { zoneId: "", name: "example.com", plan: "free" } as const;
    expect(refusals((stack) => Zone.fromExisting(stack, "zone", existing))).toEqual([
      'test/zone: zoneId must not be empty, got ""',
    ]);
  });
});

describe("a zone is refused", () => {
  it("with everything that is wrong at once", () => {
    expect(
      refused({ accountId: "acme", name: "https://Example.com/", plan: "gold" as "pro" }),
    ).toEqual([
      'test/zone: accountId must be 32 hexadecimal characters, got "acme"',
      'test/zone: name must be a lower-case domain name without a final dot, got "https://Example.com/"',
      'test/zone: plan must be one of free, pro, business, enterprise, got "gold"',
    ]);
  });

  it("when its type needs another plan", () => {
    expect(refused({ type: "partial" })).toEqual([
      'test/zone: type must be left out below the business plan, got "partial"; the zone\'s plan is pro',
    ]);
    expect(refused({ type: "secondary", plan: "business" })).toEqual([
      'test/zone: type must be left out below the enterprise plan, got "secondary"; the zone\'s plan is business',
    ]);
  });

  it("when the free plan is to be paid for", () => {
    expect(refused({ plan: "free", billing: { frequency: "yearly" } })).toEqual([
      "test/zone: billing must be left out on the free plan",
    ]);
  });

  it("when it is signed during the move of its name servers, which makes a domain vanish", () => {
    expect(refused({ onboarding: true, dnssec: "active" })).toEqual([
      'test/zone: dnssec must be "none" while onboarding, got "active"; sign when the zone is active and no old DS record is left at the registrar',
    ]);
  });

  it("when it is to be signed although its DNS is elsewhere", () => {
    expect(refused({ type: "partial", plan: "business", dnssec: "active" })).toEqual([
      'test/zone: dnssec must be "none" in a partial zone, got "active"; whoever answers for the names signs them',
    ]);
    const partial = zoneWith({ type: "partial", plan: "business", stage: "prod" });
    expect(resourcesOf(partial, "cloudflare_zone_dnssec")).toEqual({});
  });

  it.each(["off", "flexible", "full"])("with SSL mode %s (CLF-01)", (ssl) => {
    expect(refused({ overrides: { settings: { ssl: { value: ssl } } } })).toEqual([
      `test/zone: overrides.settings.ssl must be "strict", got "${ssl}"; flexible and off send traffic to the origin in clear; full accepts any certificate`,
    ]);
  });

  it("with an override for a setting that is not managed", () => {
    expect(refused({ overrides: { settings: { http2: { value: "on" } } } })).toEqual([
      "test/zone: overrides.settings.http2 must be one of ssl, always_use_https, automatic_https_rewrites, tls_1_3, 0rtt, security_header, always_online, ip_geolocation, brotli, http3, early_hints, min_tls_version, security_level, challenge_ttl, browser_cache_ttl, browser_check, email_obfuscation, hotlink_protection",
    ]);
  });
});
