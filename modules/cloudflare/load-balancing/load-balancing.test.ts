import { addresses, only, resourcesOf } from "@groundplan/core/testing/synth";
import type { TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { Zone } from "../zone/index.ts";
import { LoadBalancing, type LoadBalancingProps, type Pool } from "./index.ts";

type Change = Partial<Omit<LoadBalancingProps, "zone">>;

const ACCOUNT = "0123456789abcdef0123456789abcdef";
const EUROPE: Pool = {
  origins: { b: { address: "203.0.113.8" }, a: { address: "203.0.113.7", weight: 0.5 } },
};
const AMERICA: Pool = { origins: { east: { address: "us.origin.example.net" } } };
const BALANCER = "cloudflare_load_balancer";
const ID = (key: string) =>
  expect.stringMatching(`^\\$\\{${BALANCER}_pool\\.api_pool-${key}_\\w+\\.id\\}$`);

const build = (change: Change) => (stack: TerraformStack) => {
  const ref = { zoneId: "0123", name: "example.com", plan: "pro" } as const;
  return new LoadBalancing(stack, "api", {
    stage: "prod",
    accountId: ACCOUNT,
    subscription: { endpoints: 5 },
    hostname: "api.example.com",
    name: "acme-prod-api",
    pools: { europe: EUROPE, america: AMERICA },
    order: ["europe", "america"],
    healthCheck: { path: "/healthz", regions: ["WEU", "ENAM"] },
    ...change,
    zone: Zone.fromExisting(stack, "zone", ref),
  });
};

const balancerOf = (change: Change = {}) => only(synth(build(change)), BALANCER);
const monitorOf = (change: Change = {}) => only(synth(build(change)), `${BALANCER}_monitor`);

function poolOf(key: string, change: Change = {}) {
  const made = Object.values(resourcesOf(synth(build(change)), `${BALANCER}_pool`));
  return made.find(({ name }) => name === `acme-prod-api-${key}`);
}

describe("LoadBalancing", () => {
  it("keeps its address, and has a pool per key and one monitor", () => {
    const made = addresses(synth(build({})));
    expect(made).toContain("cloudflare_load_balancer.api");
    expect(made.map((address) => address.split(".")[0])).toEqual([
      BALANCER,
      `${BALANCER}_monitor`,
      `${BALANCER}_pool`,
      `${BALANCER}_pool`,
    ]);
  });

  it("says nothing that is not asked for: what Cloudflare fills in is planned again (#7339)", () => {
    expect(balancerOf()).toEqual({
      zone_id: "0123",
      name: "api.example.com",
      proxied: true,
      enabled: true,
      steering_policy: "off",
      default_pools: [ID("europe"), ID("america")],
      fallback_pool: ID("america"),
    });
  });

  it("keeps visitors where they are, without attributes that drift", () => {
    const sessionAffinity = { by: "cookie", ttlSeconds: 3600 } as const;
    const attributes = balancerOf({ sessionAffinity });
    expect(attributes).toMatchObject({ session_affinity: "cookie", session_affinity_ttl: 3600 });
    expect(attributes["session_affinity_attributes"]).toBeUndefined();
    expect(balancerOf({ sessionAffinity: { by: "ip_cookie" } })["session_affinity_ttl"]).toBe(
      undefined,
    );
  });

  it("takes any pool for when none is well", () => {
    expect(balancerOf({ fallback: "europe" })["fallback_pool"]).toEqual(ID("europe"));
  });

  it("lets the caller have the last word on all but where visitors go", () => {
    const loadBalancer = { description: "By hand", proxied: false, fallbackPool: "other" };
    const overrides = { loadBalancer, pools: { america: { latitude: 40, longitude: -74 } } };
    expect(balancerOf({ overrides })).toMatchObject({
      description: "By hand",
      proxied: true,
      fallback_pool: ID("america"),
    });
    expect(poolOf("america", { overrides })).toMatchObject({ latitude: 40, longitude: -74 });
  });
});

describe("a pool", () => {
  it("lists its origins by name, whatever the order they are written in (#6140, #7179)", () => {
    const origins = [
      { name: "a", address: "203.0.113.7", weight: 0.5, enabled: true },
      { name: "b", address: "203.0.113.8", weight: 1, enabled: true },
    ];
    expect(poolOf("europe")).toEqual({
      account_id: ACCOUNT,
      name: "acme-prod-api-europe",
      enabled: true,
      minimum_origins: 1,
      check_regions: ["ENAM", "WEU"],
      monitor: expect.stringMatching(
        /^\$\{cloudflare_load_balancer_monitor\.api_monitor_\w+\.id\}$/,
      ),
      origins,
      lifecycle: { create_before_destroy: true },
    });
  });

  it("says nothing of shedding, notices and its own steering (#5687, #7137)", () => {
    const said = Object.keys(poolOf("europe")!);
    for (const name of ["load_shedding", "notification_filter", "origin_steering"]) {
      expect(said).not.toContain(name);
    }
  });

  it("leaves out a port that nobody gave: 0 is planned again (#7329)", () => {
    const origin = { address: "203.0.113.7", port: 8443, hostHeader: "api.internal" };
    const pools = { europe: { origins: { plain: { address: "203.0.113.8" }, special: origin } } };
    expect(poolOf("europe", { pools, order: ["europe"] })?.["origins"]).toEqual([
      { name: "plain", address: "203.0.113.8", weight: 1, enabled: true },
      {
        name: "special",
        address: "203.0.113.7",
        weight: 1,
        enabled: true,
        port: 8443,
        header: { host: ["api.internal"] },
      },
    ]);
  });
});

describe("a health check", () => {
  it.each(["dev", "prod"] as const)("asks as a visitor would, every minute, in %s", (stage) => {
    expect(monitorOf({ stage })).toEqual({
      account_id: ACCOUNT,
      description: "Health of api.example.com",
      type: "https",
      method: "GET",
      path: "/healthz",
      expected_codes: "2xx",
      header: { Host: ["api.example.com"] },
      probe_zone: "example.com",
      interval: 60,
      timeout: 5,
    });
  });

  it("looks at the answer, on another port", () => {
    const healthCheck = {
      path: "/",
      regions: ["WEU"],
      expectedCodes: "200,204",
      expectedBody: "fine",
      port: 8443,
      intervalSeconds: 120,
      timeoutSeconds: 10,
    } as const;
    expect(monitorOf({ healthCheck })).toMatchObject({
      expected_codes: "200,204",
      expected_body: "fine",
      port: 8443,
      interval: 120,
      timeout: 10,
    });
  });

  it("of a port opens it, and says nothing that is for HTTP", () => {
    expect(monitorOf({ healthCheck: { tcpPort: 5432, regions: ["WEU"] } })).toEqual({
      account_id: ACCOUNT,
      description: "Health of api.example.com",
      type: "tcp",
      port: 5432,
      interval: 60,
      timeout: 5,
    });
  });
});

describe("steering", () => {
  const bought = { endpoints: 5, trafficSteering: true };

  it("by chance gives pools their shares, by their ids", () => {
    const weights = { europe: 0.9, america: 0.1 };
    const { steering_policy, random_steering } = balancerOf({
      steering: { policy: "random", weights },
    });
    expect([steering_policy, random_steering.default_weight]).toEqual(["random", 1]);
    const shares = Object.entries(random_steering.pool_weights).sort();
    expect(shares).toEqual([
      [ID("america"), 0.1],
      [ID("europe"), 0.9],
    ]);
    expect(balancerOf({ steering: { policy: "random" } })["random_steering"]).toBeUndefined();
  });

  it("by place gives each place its pools", () => {
    const regions = { WEU: ["europe", "america"] };
    const attributes = balancerOf({
      subscription: bought,
      steering: { policy: "geo", regions, countries: { US: ["america"] } },
    });
    expect(attributes).toMatchObject({
      steering_policy: "geo",
      region_pools: { WEU: [ID("europe"), ID("america")] },
      country_pools: { US: [ID("america")] },
    });
  });

  it("by speed asks for nothing more", () => {
    const steering = { policy: "dynamic-latency" } as const;
    expect(balancerOf({ subscription: bought, steering })["steering_policy"]).toBe(
      "dynamic_latency",
    );
  });
});
