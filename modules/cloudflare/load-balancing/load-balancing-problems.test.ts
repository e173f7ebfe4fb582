import type { TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { refusals } from "../testing/index.ts";
import { type Plan, Zone } from "../zone/index.ts";
import { LoadBalancing, type LoadBalancingProps, type Pool } from "./index.ts";

type Change = Partial<Omit<LoadBalancingProps, "zone">>;

const POOL: Pool = { origins: { a: { address: "203.0.113.7" } } };
const CHECK: LoadBalancingProps["healthCheck"] = { path: "/healthz", regions: ["WEU"] };

const refused = (change: Change, plan: Plan = "pro") =>
  refusals((stack: TerraformStack) => {
    new LoadBalancing(stack, "api", {
      stage: "prod",
      accountId: "0123456789abcdef0123456789abcdef",
      subscription: { endpoints: 5 },
      hostname: "api.example.com",
      name: "acme-prod-api",
      pools: { europe: POOL },
      order: ["europe"],
      healthCheck: CHECK,
      ...change,
      zone: Zone.fromExisting(stack, "zone", { zoneId: "0123", name: "example.com", plan }),
    });
  });

const refusedOrigin = (origin: Partial<Pool["origins"][string]>) =>
  refused({ pools: { europe: { origins: { a: { address: "203.0.113.7", ...origin } } } } });

describe("a load balancer is refused", () => {
  it("with everything that is wrong at once", () => {
    expect(
      refused({
        accountId: "acme",
        name: "acme prod",
        hostname: "api.example.org",
        pools: { Europe: { origins: {} }, spare: POOL },
        order: ["asia", "asia"],
        fallback: "africa",
        sessionAffinity: { by: "cookie", ttlSeconds: 60 },
        healthCheck: { path: "healthz", regions: [], expectedCodes: "ok", port: 0 },
      }),
    ).toEqual([
      'test/api: accountId must be 32 hexadecimal characters, got "acme"',
      'test/api: name must be letters, digits, hyphens and underscores, got "acme prod"',
      'test/api: hostname must be example.com or end in .example.com, got "api.example.org"',
      'test/api: pools must have keys in kebab case, got "Europe"',
      "test/api: pools.Europe.origins must have at least one origin",
      'test/api: order must not repeat a value, got "asia"',
      'test/api: order must be one of Europe, spare, got "asia"',
      'test/api: fallback must be one of Europe, spare, got "africa"',
      "test/api: pools.Europe must be named in order, fallback or steering",
      "test/api: pools.spare must be named in order, fallback or steering",
      "test/api: sessionAffinity.ttlSeconds must be 1800 to 604800, got 60",
      "test/api: healthCheck.regions must name at least one region",
      'test/api: healthCheck.path must begin with a slash, got "healthz"',
      'test/api: healthCheck.expectedCodes must be codes such as 200, 2xx or 200,302, got "ok"',
      "test/api: healthCheck.port must be 1 to 65535, got 0",
    ]);
    expect(refused({ pools: {}, order: [] })).toEqual([
      "test/api: pools must have at least one pool",
      "test/api: order must name at least one pool",
    ]);
  });

  it.each([
    ["a URL", "https://origin.example.net", "be an address or a name, without a scheme or a port"],
    ["a port", "origin.example.net:8443", "be an address or a name, without a scheme or a port"],
    ["itself", "api.example.com", "not be the load balancer's own name: it would ask itself"],
  ])("when an origin is %s", (_, address, words) => {
    expect(refusedOrigin({ address })).toEqual([
      `test/api: pools.europe.origins.a.address must ${words}, got "${address}"`,
    ]);
  });

  it.each(["10.0.0.5", "fd00::5"])("when an origin has a private address: %s", (address) => {
    expect(refusedOrigin({ address })).toEqual([
      `test/api: pools.europe.origins.a.address must be reachable from the internet, got "${address}"; a private address needs a tunnel and a virtual network`,
    ]);
  });

  it("when a pool can never be well, or gets nobody", () => {
    expect(refused({ pools: { europe: { ...POOL, minimumHealthy: 2 } } })).toEqual([
      "test/api: pools.europe.minimumHealthy must be 1 to 1, got 2",
    ]);
    expect(refusedOrigin({ weight: 0 })).toEqual([
      "test/api: pools.europe.origins must have one that is enabled and has weight",
    ]);
    expect(refusedOrigin({ weight: 2, port: 70_000 })).toEqual([
      "test/api: pools.europe.origins.a.weight must be 0 to 1, got 2",
      "test/api: pools.europe.origins.a.port must be 1 to 65535, got 70000",
    ]);
  });
});

describe("what is not paid for is refused", () => {
  it.each([
    { plan: "free", shortest: 60 },
    { plan: "pro", shortest: 60 },
    { plan: "business", shortest: 15 },
    { plan: "enterprise", shortest: 10 },
  ] as const)("looks more often than every $shortest s on the $plan plan", ({ plan, shortest }) => {
    const every = (intervalSeconds: number) =>
      refused({ healthCheck: { ...CHECK, intervalSeconds } }, plan);
    expect(every(shortest)).toEqual([]);
    expect(every(shortest - 1)).toEqual([
      `test/api: healthCheck.intervalSeconds must be ${shortest} to 3600, got ${shortest - 1}`,
    ]);
  });

  it("more origins than the subscription has, and more than a plan can have", () => {
    const origins = Object.fromEntries(
      Array.from({ length: 21 }, (_, i) => [`o-${i}`, { address: `203.0.113.${i}` }]),
    );
    const pools = { europe: { origins } };
    expect(refused({ pools, subscription: { endpoints: 20 } })).toEqual([
      "test/api: pools must have at most the 20 origins that the subscription has, got 21; buy more endpoints, then say so in subscription.endpoints",
    ]);
    const subscription = { endpoints: 21 };
    expect(refused({ pools, subscription })).toEqual([
      "test/api: subscription.endpoints must be 1 to 20, got 21",
    ]);
    expect(refused({ pools, subscription }, "enterprise")).toEqual([]);
  });

  it("more than 20 pools below the enterprise plan", () => {
    const order = Array.from({ length: 21 }, (_, i) => `p-${i}`);
    const pools = Object.fromEntries(order.map((key) => [key, POOL]));
    const subscription = { endpoints: 21 };
    expect(refused({ pools, order, subscription }, "enterprise")).toEqual([]);
    expect(refused({ pools, order, subscription: { endpoints: 20 } })).toContain(
      "test/api: pools must be at most 20 below the enterprise plan, got 21",
    );
  });

  it("steering by place or speed where it was not bought", () => {
    expect(refused({ steering: { policy: "dynamic-latency" } })).toEqual([
      'test/api: steering.policy must be failover or random without traffic steering, got "dynamic-latency"; say subscription.trafficSteering once it is bought',
    ]);
  });
});

describe("steering is refused", () => {
  const subscription = { endpoints: 5, trafficSteering: true };

  it("to places and pools that are none", () => {
    const regions = { MARS: ["europe"] } as object;
    const countries = { Germany: ["asia"], FR: [] };
    expect(refused({ subscription, steering: { policy: "geo", regions, countries } })).toEqual([
      'test/api: steering.regions must be one of WNAM, ENAM, NSAM, SSAM, WEU, EEU, NAF, SAF, ME, SAS, SEAS, NEAS, OC, got "MARS"',
      'test/api: steering.countries must have two capital letters as keys, got "Germany"',
      'test/api: steering.Germany must be one of europe, got "asia"',
      "test/api: steering.FR must name at least one pool",
    ]);
    expect(refused({ subscription, steering: { policy: "geo" } })).toEqual([
      "test/api: steering must name regions or countries",
    ]);
  });

  it("with shares of pools that are none, or beyond 1", () => {
    const weights = { asia: 1, europe: 2 };
    expect(refused({ steering: { policy: "random", weights } })).toEqual([
      'test/api: steering.weights must be one of europe, got "asia"',
      "test/api: steering.weights.europe must be 0 to 1, got 2",
    ]);
  });
});
