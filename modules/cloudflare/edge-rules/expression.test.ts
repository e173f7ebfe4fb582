import { describeProblem, type Problem } from "@groundplan/core/problems";
import { Fn, Token } from "cdktf";
import { describe, expect, it } from "vitest";
import type { Plan } from "../zone/index.ts";
import {
  allOf,
  anyOf,
  headerMissing,
  hostIs,
  methodIs,
  not,
  pathIs,
  pathStartsWith,
  sourceIs,
} from "./conditions.ts";
import { expressionProblems, fieldsOf } from "./expression.ts";

const problemsOf = (expression: string, plan: Plan = "enterprise"): string[] =>
  expressionProblems("when", expression, plan, "example.com")
    .filter((each): each is Problem => Boolean(each))
    .map((problem) => describeProblem("rule", problem).replace("rule: ", ""));

describe("an expression passes", () => {
  it.each([
    "true",
    'http.host eq "example.com" and (ip.src in {192.0.2.0/24 2001:db8::/32})',
    'http.request.uri.path wildcard r"/api/*/("',
    'http.request.uri.path wildcard r#"a"b("#',
    'http.request.uri.path eq "a\\"b("',
    'any(http.request.headers["x-a"][*] eq "(")',
    'http.user_agent contains "cf.colo.id"',
  ])("when it is %s", (expression) => {
    expect(problemsOf(expression)).toEqual([]);
  });

  it("at 4096 characters, and is refused at 4097", () => {
    const path = (length: number) => `http.request.uri.path eq "${"a".repeat(length - 27)}"`;
    expect(problemsOf(path(4096))).toEqual([]);
    expect(problemsOf(path(4097))).toEqual(["when must have at most 4096 characters, got 4097"]);
  });
});

describe("an expression is refused", () => {
  it.each([
    ["", "when must not be empty"],
    ["ssl and ", 'when must have a condition on both sides of and, or, got "ssl and "'],
    [
      "ssl and (or ssl)",
      'when must have a condition on both sides of and, or, got "ssl and (or ssl)"',
    ],
    ["(ssl", 'when must close every bracket with ), got "(ssl"'],
    ["ssl)", 'when must open every bracket before its ), got "ssl)"'],
    [
      "ip.src in {192.0.2.1)",
      'when must open every bracket before its ), got "ip.src in {192.0.2.1)"',
    ],
    ['http.user_agent eq "a', 'when must close every quote, got "http.user_agent eq "a"'],
    [
      "http.user_agent eq \u201ca\u201d",
      'when must have straight quotes, got "http.user_agent eq \u201ca\u201d"',
    ],
    [
      'cf.colo.id eq "FRA"',
      "when must not ask for cf.colo.id: Cloudflare changes it without warning",
    ],
    [
      'http.host eq "api.example.org"',
      'when must name hosts of example.com only, got "api.example.org"',
    ],
    [
      'http.host in {"a.example.com" "notexample.com"}',
      'when must name hosts of example.com only, got "notexample.com"',
    ],
  ])("when it is %j", (expression, problem) => {
    expect(problemsOf(expression)).toEqual([problem]);
  });

  it.each([
    ['http.request.uri.path matches "^/a"', "pro", "business", "a regular expression"],
    ["cf.bot_management.score lt 30", "business", "enterprise", "cf.bot_management.score"],
    ["cf.waf.score lt 20", "business", "enterprise", "cf.waf.score"],
    ['cf.waf.score.class eq "attack"', "pro", "business", "cf.waf.score.class"],
    ["http.request.body.size gt 1000", "business", "enterprise", "http.request.body.size"],
  ] as const)("when it is %s on the %s plan", (expression, plan, needed, what) => {
    expect(problemsOf(expression, plan)).toEqual([
      `when must be left out below the ${needed} plan, got "${what}"; the zone's plan is ${plan}`,
    ]);
    expect(problemsOf(expression, needed)).toEqual([]);
  });
});

describe("an expression of which a part is known only at apply", () => {
  const later = Token.asString(Fn.join("", ["$", "office"]));

  it("is held to the hosts that it names", () => {
    const from = (host: string) => problemsOf(`http.host eq "${host}" and ip.src in ${later}`);
    expect(from("api.example.com")).toEqual([]);
    expect(from("api.example.org")).toEqual([
      'when must name hosts of example.com only, got "api.example.org"',
    ]);
  });

  it("is not held to a host that nobody knows yet", () => {
    expect(problemsOf(hostIs(later))).toEqual([]);
  });
});

describe("the fields of an expression", () => {
  it("are found once each, whatever stands in its texts", () => {
    const text =
      'raw.http.request.uri.path eq "ip.src" and ip.src ne 192.0.2.1 and ip.src ne 192.0.2.2';
    expect(fieldsOf(text)).toEqual(["http.request.uri.path", "ip.src"]);
  });
});

describe("conditions", () => {
  it.each([
    [hostIs("a.example.com"), 'http.host in {"a.example.com"}'],
    [pathIs("/a", '/"'), 'http.request.uri.path in {"/a" "/\\""}'],
    [pathStartsWith("/a"), 'starts_with(http.request.uri.path, "/a")'],
    [methodIs("POST", "PUT"), 'http.request.method in {"POST" "PUT"}'],
    [sourceIs("192.0.2.0/24", "2001:db8::/32"), "ip.src in {192.0.2.0/24 2001:db8::/32}"],
    [headerMissing("x-a"), 'not (any(len(http.request.headers["x-a"][*])[*] > 0))'],
    [allOf("ssl", anyOf("a", "b")), "ssl and (a or b)"],
    [anyOf("ssl", allOf("a", not("b"))), "ssl or (a and not (b))"],
    [allOf("ssl"), "ssl"],
  ])("are written %s", (made, written) => {
    expect(made).toBe(written);
    expect(expressionProblems("when", made, "enterprise", "example.com").filter(Boolean)).toEqual(
      [],
    );
  });
});
