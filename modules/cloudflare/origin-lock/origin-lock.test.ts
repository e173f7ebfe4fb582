import { parseCidr } from "@groundplan/core/cidr";
import { only, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { refusals, synth } from "../testing/index.ts";
import { Zone } from "../zone/index.ts";
import { CLOUDFLARE_RANGES, OriginLock, type OriginLockProps, rangeDrift } from "./index.ts";

type Change = Partial<Omit<OriginLockProps, "zone">>;

const build = (change: Change) => (stack: Parameters<Parameters<typeof synth>[0]>[0]) => {
  const ref = { zoneId: "0123", name: "example.com", plan: "free" } as const;
  const zone = Zone.fromExisting(stack, "zone", ref);
  return new OriginLock(stack, "lock", { ...change, zone });
};

const settingsOf = (change: Change = {}) =>
  only(synth(build(change)), "cloudflare_authenticated_origin_pulls_settings");

describe("OriginLock", () => {
  it("shows the origin a certificate with every request", () => {
    expect(settingsOf()).toEqual({ zone_id: "0123", enabled: true });
    expect(settingsOf({ enabled: false })["enabled"]).toBe(false);
  });

  it("shows own certificates for single names, whose keys are in no state", () => {
    const template = synth(
      build({ hostnames: { "api.example.com": { certificateId: "2458ce5a" } } }),
    );
    expect(Object.values(resourcesOf(template, "cloudflare_authenticated_origin_pulls"))).toEqual([
      {
        zone_id: "0123",
        config: [{ hostname: "api.example.com", cert_id: "2458ce5a", enabled: true }],
      },
    ]);
    expect(resourcesOf(template, "cloudflare_authenticated_origin_pulls_certificate")).toEqual({});
  });

  it("hands out the ranges that the origin admits (CLF-13)", () => {
    synth((stack) => {
      const lock = build({})(stack);
      expect(lock.ipv4Ranges).toBe(CLOUDFLARE_RANGES.ipv4);
      expect(lock.ipv6Ranges).toBe(CLOUDFLARE_RANGES.ipv6);
    });
  });

  it("lets the caller have the last word on all but the zone", () => {
    const overrides = { settings: { enabled: false, zoneId: "other" } };
    expect(settingsOf({ overrides })).toEqual({ zone_id: "0123", enabled: false });
  });

  it("is refused for names outside the zone", () => {
    const hostnames = { "api.example.org": { certificateId: "" } };
    expect(refusals(build({ hostnames }))).toEqual([
      "test/lock: hostnames.api.example.org must be example.com or end in .example.com",
      "test/lock: hostnames.api.example.org.certificateId must not be empty",
    ]);
  });
});

describe("Cloudflare's ranges", () => {
  it("are 15 and 7, sorted and each a range", () => {
    const { ipv4, ipv6 } = CLOUDFLARE_RANGES;
    expect([ipv4.length, ipv6.length]).toEqual([15, 7]);
    expect(ipv4.filter((range) => parseCidr(range) === undefined)).toEqual([]);
    expect(ipv6.filter((range) => !/^[0-9a-f:]+::\/(29|32)$/.test(range))).toEqual([]);
    expect([...ipv4].sort()).toEqual(ipv4);
    expect([...ipv6].sort()).toEqual(ipv6);
  });

  it("say where and when they were read", () => {
    expect(CLOUDFLARE_RANGES.source).toBe("https://api.cloudflare.com/client/v4/ips");
    expect(CLOUDFLARE_RANGES.changed).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  it("are compared with what is published, whatever the order", () => {
    const { ipv4, ipv6 } = CLOUDFLARE_RANGES;
    const published = { ipv4: [...ipv4].reverse(), ipv6 };
    expect(rangeDrift(CLOUDFLARE_RANGES, published)).toEqual({ missing: [], stale: [] });
    const other = { ipv4: [...ipv4.slice(1), "198.51.100.0/24"], ipv6 };
    expect(rangeDrift(CLOUDFLARE_RANGES, other)).toEqual({
      missing: ["198.51.100.0/24"],
      stale: [ipv4[0]],
    });
  });
});
