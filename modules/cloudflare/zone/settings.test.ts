import { resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { refusals, synth } from "../testing/index.ts";
import { Zone, type ZoneProps } from "./index.ts";

const PROPS: ZoneProps = {
  stage: "prod",
  accountId: "0123456789abcdef0123456789abcdef",
  name: "example.com",
  plan: "pro",
};

function settingsOf(change: Partial<ZoneProps> = {}): Record<string, unknown> {
  const template = synth((stack) => new Zone(stack, "zone", { ...PROPS, ...change }));
  const settings = Object.values(resourcesOf(template, "cloudflare_zone_setting"));
  return Object.fromEntries(settings.map(({ setting_id, value }) => [setting_id, value]));
}

const refused = (change: Partial<ZoneProps>): string[] =>
  refusals((stack) => new Zone(stack, "zone", { ...PROPS, ...change }));

const EVERYWHERE = {
  ssl: "strict",
  always_use_https: "on",
  automatic_https_rewrites: "on",
  tls_1_3: "on",
  "0rtt": "off",
  always_online: "off",
  ip_geolocation: "on",
  brotli: "on",
  http3: "on",
  early_hints: "on",
  min_tls_version: "1.2",
  security_level: "medium",
  challenge_ttl: 1800,
  browser_cache_ttl: 0,
  browser_check: "on",
  email_obfuscation: "on",
  hotlink_protection: "off",
};

const hsts = (enabled: boolean, maxAge: number) => ({
  strict_transport_security: {
    enabled,
    max_age: maxAge,
    include_subdomains: false,
    preload: false,
    nosniff: true,
  },
});

describe("the settings of a zone", () => {
  it.each([
    { stage: "dev", security_header: hsts(false, 0) },
    { stage: "prod", security_header: hsts(true, 3600) },
  ] as const)(
    "are safe from the start in $stage (CLF-01 to CLF-04, CLF-07, CLF-11, CLF-12)",
    (row) => {
      expect(settingsOf({ stage: row.stage })).toEqual({
        ...EVERYWHERE,
        security_header: row.security_header,
      });
    },
  );

  it("reach Terraform as numbers, lists and snake_case objects, which the binding loses", () => {
    const settings = settingsOf({
      settings: { browserCacheTtlSeconds: 14400, ciphers: ["ECDHE-RSA-AES128-GCM-SHA256"] },
    });
    expect(settings["browser_cache_ttl"]).toBe(14400);
    expect(settings["ciphers"]).toEqual(["ECDHE-RSA-AES128-GCM-SHA256"]);
    expect(settings["security_header"]).toEqual(hsts(true, 3600));
  });

  it("leave out those that drift (#5795) and those that expire", () => {
    const managed = Object.keys(settingsOf());
    const drifting = ["advanced_ddos", "http2", "prefetch_preload", "proxy_read_timeout"];
    const others = ["response_buffering", "sort_query_string_for_cache", "true_client_ip_header"];
    for (const id of [...drifting, ...others, "development_mode", "ssl_recommender"]) {
      expect(managed).not.toContain(id);
    }
  });

  it("follow the caller", () => {
    const settings = settingsOf({
      settings: {
        minTlsVersion: "1.3",
        securityLevel: "under_attack",
        challengeTtlSeconds: 900,
        browserCheck: false,
        emailObfuscation: false,
        hotlinkProtection: true,
      },
    });
    expect(settings).toMatchObject({
      min_tls_version: "1.3",
      security_level: "under_attack",
      challenge_ttl: 900,
      browser_check: "off",
      email_obfuscation: "off",
      hotlink_protection: "on",
    });
  });

  it("call TLS 1.3 zrt while 0-RTT is on, as the API answers", () => {
    const zeroRoundTrip = { reason: "Static site, nothing to replay" };
    expect(settingsOf({ settings: { zeroRoundTrip } })).toMatchObject({
      "0rtt": "on",
      tls_1_3: "zrt",
    });
  });

  it("take an override by Cloudflare's id", () => {
    const overrides = { settings: { brotli: { value: "off" } } };
    expect(settingsOf({ overrides })).toMatchObject({ brotli: "off" });
  });

  it("carry the reason for what is loosened as a comment in the stack", () => {
    const reason = "The cutover has been stable for a month";
    synth((stack) => {
      const props = { ...PROPS, hsts: { maxAgeSeconds: 31536000, reason } };
      const header = new Zone(stack, "zone", props).settings["security_header"]!;
      const [attributes] = Object.values(header.toTerraform().resource.cloudflare_zone_setting);
      expect(attributes).toMatchObject({ "//": { reason } });
    });
  });
});

describe("settings are refused", () => {
  it("when HSTS goes beyond a day without a reason", () => {
    expect(refused({ hsts: { maxAgeSeconds: 86401 } })).toEqual([
      'test/zone: hsts.reason must say why in 10 to 200 characters, got ""',
    ]);
    expect(refused({ hsts: { maxAgeSeconds: 86400 } })).toEqual([]);
  });

  it("when HSTS is to be built into browsers before it holds for a year and all names", () => {
    const reason = "The cutover has been stable for a month";
    expect(refused({ hsts: { maxAgeSeconds: 31536000, preload: true, reason } })).toEqual([
      "test/zone: hsts.preload must be used only with maxAgeSeconds 31536000 and includeSubdomains",
    ]);
  });

  it("when a value is none that Cloudflare takes", () => {
    const settings = {
      minTlsVersion: "1.0" as "1.2",
      securityLevel: "essentially_off" as "low",
      challengeTtlSeconds: 60,
      browserCacheTtlSeconds: -1,
      ciphers: [],
      zeroRoundTrip: { reason: "fast" },
    };
    expect(refused({ settings, hsts: { maxAgeSeconds: -1 } })).toEqual([
      'test/zone: settings.minTlsVersion must be one of 1.2, 1.3, got "1.0"',
      'test/zone: settings.securityLevel must be one of low, medium, high, under_attack, got "essentially_off"',
      "test/zone: settings.challengeTtlSeconds must be one of 900, 1800, 2700, got 60",
      "test/zone: settings.browserCacheTtlSeconds must be 0 to 31536000, got -1",
      "test/zone: settings.ciphers must name at least one cipher",
      'test/zone: settings.zeroRoundTrip.reason must say why in 10 to 200 characters, got "fast"',
      "test/zone: hsts.maxAgeSeconds must be 0 to 31536000, got -1",
    ]);
  });
});
