import { describeProblem, type Problem } from "@groundplan/core/problems";
import { describe, expect, it } from "vitest";
import type { Plan } from "../zone/index.ts";
import { type RateLimitProps, rateLimit } from "./index.ts";

const PROPS: RateLimitProps = {
  key: "login",
  when: 'http.request.uri.path eq "/login"',
  description: "Guessing passwords",
  requests: 5,
  periodSeconds: 10,
};

const limitOf = (change: Partial<RateLimitProps> = {}) => rateLimit({ ...PROPS, ...change });

const problemsOf = (change: Partial<RateLimitProps>, plan: Plan): string[] =>
  limitOf(change)
    .problems({ at: "api.login", plan, zoneName: "example.com" })
    .filter((each): each is Problem => Boolean(each))
    .map((problem) => describeProblem("", problem).replace(": api.login", ""));

describe("a rate limit", () => {
  it("counts each address in each data centre, and blocks for the period", () => {
    expect(limitOf()).toMatchObject({
      ruleset: "rate-limit",
      action: "block",
      ratelimit: {
        characteristics: ["cf.colo.id", "ip.src"],
        period: 10,
        requestsPerPeriod: 5,
        mitigationTimeout: 10,
        requestsToOrigin: false,
      },
    });
  });

  it("has no duration for challenges, which the API refuses below the enterprise plan", () => {
    expect(limitOf({ action: "challenge" })).toMatchObject({
      action: "managed_challenge",
      ratelimit: { mitigationTimeout: 0 },
    });
  });

  it("names what it counts by in Cloudflare's words", () => {
    const countBy = [
      "ip-behind-nat",
      "host",
      "path",
      "country",
      { header: "x-key" },
      { cookie: "session" },
      { query: "q" },
    ] as const;
    expect(limitOf({ countBy }).ratelimit!.characteristics).toEqual([
      "cf.colo.id",
      "cf.unique_visitor_id",
      "http.host",
      "http.request.uri.path",
      "ip.src.country",
      'http.request.headers["x-key"]',
      'http.request.cookies["session"]',
      'http.request.uri.args["q"]',
    ]);
  });

  it("passes on every plan as it stands", () => {
    expect(problemsOf({}, "free")).toEqual([]);
  });
});

describe("a rate limit is refused", () => {
  it.each([
    ["free", 60, "10"],
    ["pro", 120, "10, 15, 20, 30, 40, 45, 60"],
    ["business", 900, "10, 15, 20, 30, 40, 45, 60, 90, 120, 180, 240, 300, 480, 600"],
  ] as const)("on the %s plan with a period of %i s", (plan, periodSeconds, allowed) => {
    expect(problemsOf({ periodSeconds, blockSeconds: 10 }, plan)).toEqual([
      `.periodSeconds must be one of ${allowed}, got ${periodSeconds}`,
    ]);
  });

  it.each([
    ["free", 60, 10],
    ["pro", 86400, 3600],
  ] as const)("on the %s plan with a block of %i s", (plan, blockSeconds, longest) => {
    expect(problemsOf({ blockSeconds }, plan)).toEqual([
      `.blockSeconds must be at most ${longest} on the ${plan} plan, got ${blockSeconds}`,
    ]);
  });

  it("with a block that throttles, below the enterprise plan", () => {
    expect(problemsOf({ blockSeconds: 0 }, "enterprise")).toEqual([]);
    expect(problemsOf({ blockSeconds: 0 }, "pro")[0]).toBe(
      ".blockSeconds must be more than 0 below the enterprise plan, got 0",
    );
  });

  it("with a duration or a response for a challenge", () => {
    const response = { statusCode: 429, contentType: "text/plain", content: "Slow" } as const;
    expect(problemsOf({ action: "challenge", blockSeconds: 10, response }, "pro")).toEqual([
      ".blockSeconds must be left out for a challenge",
      ".response must be left out for anything but a block",
    ]);
  });

  it.each([
    ["free", 'http.host eq "example.com"', "pro", "http.host"],
    ["pro", 'http.request.method eq "POST"', "business", "http.request.method"],
    ["business", 'any(http.request.headers["a"][*] eq "b")', "enterprise", "http.request.headers"],
  ] as const)("on the %s plan when it asks %s", (plan, when, needed, field) => {
    expect(problemsOf({ when }, plan)).toEqual([
      `.when must be left out below the ${needed} plan, got "${field}"; the zone's plan is ${plan}`,
    ]);
    expect(problemsOf({ when }, needed)).toEqual([]);
  });

  it("when it counts by what the plan does not tell apart", () => {
    expect(problemsOf({ countBy: ["ip-behind-nat"] }, "pro")).toEqual([
      '.countBy must be left out below the business plan, got "ip-behind-nat"; the zone\'s plan is pro',
    ]);
    expect(problemsOf({ countBy: ["country"] }, "business")).toEqual([
      '.countBy must be left out below the enterprise plan, got "country"; the zone\'s plan is business',
    ]);
    expect(problemsOf({ counting: "ssl" }, "pro")).toEqual([
      ".counting must be left out below the business plan; the zone's plan is pro",
    ]);
  });

  it("when its characteristics are none, or contradict", () => {
    expect(problemsOf({ countBy: [] }, "enterprise")).toEqual([
      ".countBy must name at least one characteristic",
    ]);
    expect(
      problemsOf({ countBy: ["ip", "ip-behind-nat", { header: "X-Key" }] }, "enterprise"),
    ).toEqual([
      ".countBy must not have both ip and ip-behind-nat",
      '.countBy must name headers in lower case, got {"header":"X-Key"}',
    ]);
  });

  it("when it allows nothing, or counts by an expression that is none", () => {
    expect(problemsOf({ requests: 0, counting: "(" }, "business")).toEqual([
      ".requests must be at least 1, got 0",
      '.counting must close every bracket with ), got "("',
    ]);
  });
});
