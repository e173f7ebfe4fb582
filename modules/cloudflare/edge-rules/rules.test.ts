import { describeProblem, type Problem } from "@groundplan/core/problems";
import { describe, expect, it } from "vitest";
import type { Plan } from "../zone/index.ts";
import {
  block,
  bypassCache,
  cache,
  configure,
  type EdgeRule,
  redirect,
  requestHeaders,
  responseHeaders,
  rewriteUrl,
  skip,
  toOrigin,
} from "./index.ts";

const AT = { key: "rule", when: "ssl", description: "A rule" };

const problemsOf = (rule: EdgeRule, plan: Plan = "pro"): string[] =>
  rule
    .problems({ at: "rule", plan, zoneName: "example.com" })
    .filter((each): each is Problem => Boolean(each))
    .map((problem) => describeProblem("", problem).replace(": ", ""));

describe("a custom rule", () => {
  it("answers in its own words where it blocks", () => {
    const response = { statusCode: 403, contentType: "text/plain", content: "No" } as const;
    expect(block({ ...AT, response })).toMatchObject({
      ruleset: "waf-custom",
      action: "block",
      actionParameters: { response },
    });
  });

  it("can be put to rest without losing its place", () => {
    expect(block({ ...AT, enabled: false }).enabled).toBe(false);
    expect(block(AT).enabled).toBe(true);
  });

  it("spares requests what it names, and logs that it did", () => {
    const what = ["rate-limits", "managed-rules", "browser-check", "security-level"] as const;
    expect(skip({ ...AT, reason: "The uptime monitor", what })).toMatchObject({
      action: "skip",
      description: "The uptime monitor",
      logging: true,
      actionParameters: {
        phases: ["http_ratelimit", "http_request_firewall_managed"],
        products: ["bic", "securityLevel"],
      },
    });
  });
});

describe("a redirect", () => {
  it("can be taken back and hands the query on unless told otherwise", () => {
    expect(redirect({ ...AT, to: { url: "https://example.com/" } })).toMatchObject({
      ruleset: "redirects",
      action: "redirect",
      actionParameters: {
        fromValue: {
          statusCode: 302,
          targetUrl: { value: "https://example.com/" },
          preserveQueryString: true,
        },
      },
    });
  });

  it("can compute its target", () => {
    const to = { expression: 'concat("https://example.com", http.request.uri.path)' };
    const rule = redirect({ ...AT, to, statusCode: 301, keepQuery: false });
    expect(rule.actionParameters!.fromValue).toEqual({
      statusCode: 301,
      targetUrl: to,
      preserveQueryString: false,
    });
  });
});

describe("a cache rule", () => {
  it("keeps what the origin allows unless told how long", () => {
    expect(cache(AT).actionParameters).toEqual({
      cache: true,
      edgeTtl: { mode: "respect_origin" },
      browserTtl: { mode: "respect_origin" },
    });
    expect(cache({ ...AT, edgeSeconds: 7200, browserSeconds: 60 }).actionParameters).toMatchObject({
      edgeTtl: { mode: "override_origin", default: 7200 },
      browserTtl: { mode: "override_origin", default: 60 },
    });
  });

  it("tells copies apart by device and not by query when told so", () => {
    const rule = cache({ ...AT, ignoreQuery: true, byDeviceType: true });
    expect(rule.actionParameters!.cacheKey).toEqual({
      cacheByDeviceType: true,
      customKey: { queryString: { exclude: { all: true } } },
    });
  });

  it("can keep nothing", () => {
    expect(bypassCache(AT)).toMatchObject({ ruleset: "cache", actionParameters: { cache: false } });
  });

  it.each([
    ["free", 7199, 7200],
    ["pro", 3599, 3600],
    ["business", 0, 1],
  ] as const)("is refused on the %s plan for %i s at the edge", (plan, edgeSeconds, shortest) => {
    expect(problemsOf(cache({ ...AT, edgeSeconds, browserSeconds: -1 }), plan)).toEqual([
      `rule.edgeSeconds must be at least ${shortest} on the ${plan} plan, got ${edgeSeconds}`,
      "rule.browserSeconds must be at least 0, got -1",
    ]);
  });
});

describe("an origin rule", () => {
  it("changes the port on every plan", () => {
    const rule = toOrigin({ ...AT, port: 8443 });
    expect(rule).toMatchObject({ ruleset: "origin", action: "route" });
    expect(rule.actionParameters!.origin).toEqual({ port: 8443 });
    expect(problemsOf(rule, "free")).toEqual([]);
  });

  it("is refused for another host below the enterprise plan", () => {
    const host = "origin.example.net";
    const rule = toOrigin({ ...AT, host, hostHeader: host, sni: host });
    expect(problemsOf(rule, "enterprise")).toEqual([]);
    expect(rule.actionParameters).toMatchObject({ hostHeader: host, sni: { value: host } });
    const needs = `must be left out below the enterprise plan, got "${host}"; the zone's plan is business`;
    expect(problemsOf(rule, "business")).toEqual([
      `rule.host ${needs}`,
      `rule.hostHeader ${needs}`,
      `rule.sni ${needs}`,
    ]);
  });

  it("is refused when it changes nothing, or to no port", () => {
    expect(problemsOf(toOrigin(AT))).toEqual([
      "rule must change something: port, host, hostHeader or sni",
    ]);
    expect(problemsOf(toOrigin({ ...AT, port: 0 }))).toEqual([
      "rule.port must be 1 to 65535, got 0",
    ]);
  });
});

describe("a configuration rule", () => {
  it("changes only what is said", () => {
    const rule = configure({
      ...AT,
      browserCheck: false,
      securityLevel: "high",
      withoutAnalytics: true,
    });
    expect(rule).toMatchObject({ ruleset: "config", action: "set_config" });
    expect(rule.actionParameters).toEqual({ bic: false, securityLevel: "high", disableRum: true });
    const others = configure({ ...AT, emailObfuscation: false, hotlinkProtection: true });
    expect(others.actionParameters).toEqual({ emailObfuscation: false, hotlinkProtection: true });
  });

  it("is refused when it changes nothing", () => {
    expect(problemsOf(configure(AT))).toEqual(["rule must change at least one setting"]);
  });
});

describe("a transform rule", () => {
  it("asks for another path and query", () => {
    const rule = rewriteUrl({ ...AT, path: { value: "/v2" }, query: { expression: '"a=1"' } });
    expect(rule).toMatchObject({ ruleset: "transform", action: "rewrite" });
    expect(rule.actionParameters).toEqual({
      uri: { path: { value: "/v2" }, query: { expression: '"a=1"' } },
    });
    expect(problemsOf(rewriteUrl(AT))).toEqual(["rule must change the path or the query"]);
  });

  it("sets and removes headers on both ways", () => {
    const change = { set: { "x-frame-options": { value: "DENY" } }, remove: ["x-powered-by"] };
    const headers = {
      "x-frame-options": { operation: "set", value: "DENY" },
      "x-powered-by": { operation: "remove" },
    };
    expect(responseHeaders({ ...AT, ...change })).toMatchObject({
      ruleset: "response-headers",
      actionParameters: { headers },
    });
    expect(requestHeaders({ ...AT, ...change }).ruleset).toBe("request-headers");
  });

  it("is refused for headers that are none, Cloudflare's, or on both lists", () => {
    const set = { "cf-ray": { value: "1" }, "a b": { value: "1" }, "x-a": { value: "1" } };
    expect(problemsOf(responseHeaders({ ...AT, set, remove: ["x-a"] }))).toEqual([
      'rule must leave Cloudflare\'s own headers alone, got "cf-ray"',
      'rule must name headers by letters, digits, - and _, got "a b"',
      'rule must not set and remove a header, got "x-a"',
    ]);
    expect(problemsOf(requestHeaders(AT))).toEqual(["rule must set or remove a header"]);
  });
});
