import { describe, expect, it } from "vitest";
import { refusals, synth } from "../testing/index.ts";
import { type Plan, Zone } from "../zone/index.ts";
import { type ApiProtectionProps, apiProtection, EdgeRules } from "./index.ts";

const PROPS: ApiProtectionProps = {
  plan: "business",
  host: "api.example.com",
  loginPaths: ["/api/auth/"],
  loginRate: { requests: 20, periodSeconds: 10 },
};

const FULL: ApiProtectionProps = {
  ...PROPS,
  writeRate: { requests: 100, periodSeconds: 60 },
  requiredHeader: "x-client",
  pagePaths: ["/admin/"],
  knownCallers: [{ key: "monitor", when: "ip.src in {192.0.2.1}", reason: "The uptime monitor" }],
  spareFromBotFightMode: { reason: "The clients are apps, not browsers" },
};

const refused = (props: ApiProtectionProps, plan: Plan = props.plan): string[] =>
  refusals((stack) => {
    const zone = Zone.fromExisting(stack, "zone", { zoneId: "01", name: "example.com", plan });
    const sources = { api: { priority: 100, rules: apiProtection(props) } };
    new EdgeRules(stack, "edge", { stage: "prod", zone, sources });
  });

describe("the protection of an API", () => {
  it("blocks scanners and slows down logins", () => {
    expect(apiProtection(PROPS)).toMatchObject([
      {
        key: "block-scanners",
        action: "block",
        expression:
          'http.host in {"api.example.com"} and http.request.uri.path in {"/.env" "/.git/config" "/wp-login.php" "/xmlrpc.php" "/phpinfo.php"}',
      },
      {
        key: "limit-login",
        action: "block",
        expression:
          'http.host in {"api.example.com"} and starts_with(http.request.uri.path, "/api/auth/")',
        ratelimit: { requestsPerPeriod: 20, period: 10 },
        actionParameters: {
          response: {
            statusCode: 429,
            contentType: "application/json",
            content: '{"error":"too_many_requests"}',
          },
        },
      },
    ]);
  });

  it("spares known callers first, then refuses, then limits", () => {
    expect(apiProtection(FULL).map(({ key, action }) => [key, action])).toEqual([
      ["monitor", "skip"],
      ["spare-clients", "skip"],
      ["block-scanners", "block"],
      ["block-strangers", "block"],
      ["challenge-pages", "managed_challenge"],
      ["limit-login", "block"],
      ["limit-writes", "block"],
    ]);
  });

  it("challenges pages alone, for no client of an API passes a challenge", () => {
    const challenges = apiProtection(FULL).filter(({ action }) => action === "managed_challenge");
    expect(challenges.map(({ expression }) => expression)).toEqual([
      'http.host in {"api.example.com"} and starts_with(http.request.uri.path, "/admin/")',
    ]);
  });

  it("limits by path alone on the free plan, which knows no more", () => {
    const free = apiProtection({ ...PROPS, plan: "free" });
    const limit = free.find(({ key }) => key === "limit-login")!;
    expect(limit.expression).toBe('starts_with(http.request.uri.path, "/api/auth/")');
    expect(limit).not.toHaveProperty("actionParameters");
    expect(refused({ ...PROPS, plan: "free" })).toEqual([]);
  });

  it("holds on every plan that it is made for", () => {
    expect(refused(FULL)).toEqual([]);
    expect(refused({ ...FULL, plan: "enterprise" })).toEqual([]);
    expect(() => synth(() => apiProtection(FULL))).not.toThrow();
  });
});

describe("the protection of an API is refused", () => {
  it("when it needs more than the plan has", () => {
    expect(refused({ ...FULL, plan: "free", loginRate: PROPS.loginRate })).toEqual([
      'test/edge: api.spare-clients.what must be left out below the pro plan, got "super-bot-fight-mode"; the zone\'s plan is free',
      "test/edge: api.limit-writes.periodSeconds must be one of 10, got 60",
      "test/edge: api.limit-writes.blockSeconds must be at most 10 on the free plan, got 60",
      'test/edge: api.limit-writes.when must be left out below the pro plan, got "http.host"; the zone\'s plan is free',
      'test/edge: api.limit-writes.when must be left out below the business plan, got "http.request.method"; the zone\'s plan is free',
      "test/edge: rate-limit must have at most 1 rules on the free plan, got 2",
    ]);
  });

  it("when nothing is named that people log in at", () => {
    expect(refused({ ...PROPS, loginPaths: ["auth/"] })).toEqual([
      'test/edge: api.limit-login.loginPaths must begin with /, got "auth/"',
    ]);
    expect(refused({ ...PROPS, loginPaths: [] })).toEqual(
      [
        "test/edge: api.limit-login.loginPaths must name at least one path",
        'test/edge: api.limit-login.when must have a condition on both sides of and, or, got "http.host in {"api.example.com"} and "',
      ].reverse(),
    );
  });
});
