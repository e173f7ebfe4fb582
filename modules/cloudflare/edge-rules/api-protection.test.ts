import { describeProblem } from "@groundplan/core/problems";
import { describe, expect, it } from "vitest";
import { refusals, synth } from "../testing/index.ts";
import { type Plan, Zone } from "../zone/index.ts";
import {
  type ApiProtectionProps,
  apiProtection,
  apiProtectionProblems,
  EdgeRules,
} from "./index.ts";

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

describe("more protection of an API", () => {
  it("spares verified bots what refuses strangers, and neither limits nor Bot Fight Mode", () => {
    const rules = apiProtection({ ...PROPS, spareVerifiedBots: { reason: "Link previews" } });
    expect(rules[0]).toMatchObject({
      key: "spare-verified-bots",
      action: "skip",
      expression: 'http.host in {"api.example.com"} and cf.client.bot',
      actionParameters: { ruleset: "current" },
    });
    expect(rules[0]!.actionParameters).not.toHaveProperty("phases");
  });

  it("limits every request of one address, after those that are limited more", () => {
    const rules = apiProtection({ ...FULL, callRate: { requests: 600, periodSeconds: 60 } });
    expect(rules.at(-1)).toMatchObject({
      key: "limit-calls",
      expression: 'http.host in {"api.example.com"}',
      ratelimit: { requestsPerPeriod: 600, period: 60 },
    });
  });
});

describe("the protection of an API says what is wrong in its own words", () => {
  const typed = (props: ApiProtectionProps): string[] =>
    apiProtectionProblems(props, "example.com").flatMap((finding) =>
      finding ? [describeProblem("here", finding)] : [],
    );

  it("finds nothing wrong with what holds", () => {
    expect(typed(FULL)).toEqual([]);
  });

  it("all mistakes at once", () => {
    const wrong: ApiProtectionProps = {
      ...FULL,
      plan: "pro",
      loginPaths: ["auth/"],
      loginRate: { requests: 0.5, periodSeconds: 7 },
      knownCallers: [{ key: "monitor", when: "ip.src in {192.0.2.1", reason: "short" }],
      callRate: { requests: 600, periodSeconds: 120 },
      spareFromBotFightMode: { reason: "no" },
    };
    expect(typed(wrong)).toEqual([
      'here: knownCallers.monitor.when must close every bracket with }, got "http.host in {"api.example.com"} and ip.src in {192.0.2.1"',
      'here: knownCallers.monitor.reason must say why in 10 to 200 characters, got "short"',
      'here: spareFromBotFightMode.reason must say why in 10 to 200 characters, got "no"',
      'here: loginPaths must begin with /, got "auth/"',
      "here: loginRate.requests must be at least 1, got 0.5",
      "here: loginRate.requests must be a whole number, got 0.5",
      "here: loginRate.periodSeconds must be one of 10, 15, 20, 30, 40, 45, 60, got 7",
      'here: writeRate must be left out below the business plan, got "http.request.method"; the zone\'s plan is pro',
      "here: callRate.periodSeconds must be one of 10, 15, 20, 30, 40, 45, 60, got 120",
      "here: rate-limit must have at most 2 rules on the pro plan, got 3",
    ]);
  });
});

describe("the protection of an API is refused", () => {
  it("when it needs more than the plan has", () => {
    expect(refused({ ...FULL, plan: "free", loginRate: PROPS.loginRate })).toEqual([
      'test/edge: api.spare-clients.what must be left out below the pro plan, got "super-bot-fight-mode"; the zone\'s plan is free',
      "test/edge: api.limit-writes.periodSeconds must be one of 10, got 60",
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
