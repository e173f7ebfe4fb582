import { describe, expect, it } from "vitest";
import { canMeet, covers, overlap, takesAllOf } from "./patterns.ts";

describe("overlap", () => {
  it.each([
    ["/api/*", "/api/v1", true],
    ["/api/*", "/*/v1", true],
    ["*.example.com", "api.*", true],
    ["/api/?", "/api/12", false],
    ["/api/*", "/web/*", false],
    ["api.example.com", "www.example.com", false],
    ["", "*", true],
    ["", "?", false],
  ])("of %s and %s is %s", (a, b, expected) => {
    expect(overlap(a, b)).toBe(expected);
    expect(overlap(b, a)).toBe(expected);
  });
});

describe("covers", () => {
  it.each([
    ["/*", "/api/*", true],
    ["/api/*", "/*", false],
    ["/a?c", "/abc", true],
    ["/a?c", "/a*c", false],
    ["*", "", true],
    ["*.example.com", "*.api.example.com", true],
    ["*.api.example.com", "*.example.com", false],
  ])("of %s over %s is %s", (outer, inner, expected) => {
    expect(covers(outer, inner)).toBe(expected);
  });
});

describe("both agree with texts", () => {
  // Two patterns of three signs have a text of six at most in common, where they have one.
  const texts = textsOf("ab", 6);
  const patterns = textsOf("ab*?", 3).map((pattern) => {
    const whole = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
    return { pattern, matched: new Set(texts.filter((text) => whole.test(text))) };
  });
  const pairs = patterns.flatMap((a) => patterns.map((b) => [a, b] as const));

  it("a text that matches both patterns makes them overlap, and nothing else does", () => {
    const wrong = pairs.filter(([a, b]) => {
      const meet = [...a.matched].some((text) => b.matched.has(text));
      return overlap(a.pattern, b.pattern) !== meet;
    });
    expect(wrong).toEqual([]);
  });

  it("a pattern that covers another matches every text that the other matches", () => {
    const wrong = pairs.filter(([outer, inner]) => {
      const more = [...inner.matched].some((text) => !outer.matched.has(text));
      return covers(outer.pattern, inner.pattern) && more;
    });
    expect(wrong).toEqual([]);
  });

  it("looks at each pair of places once: twenty wildcards take no time", () => {
    expect(covers("*a".repeat(20), `${"*a".repeat(40)}b`)).toBe(false);
    expect(overlap(`${"*a".repeat(30)}b`, `${"*a".repeat(30)}c`)).toBe(false);
  });
});

describe("a match", () => {
  const api = { hosts: ["api.example.com"], paths: [] };

  it("without hosts or paths takes all of them", () => {
    expect(canMeet(api, { hosts: [], paths: ["/healthz"] })).toBe(true);
    expect(takesAllOf({ hosts: [], paths: [] }, api)).toBe(true);
    expect(takesAllOf({ hosts: [], paths: ["/v1/*"] }, api)).toBe(false);
  });

  it("needs host and path to meet, not one of them", () => {
    const other = { hosts: ["www.example.com"], paths: ["/api/*"] };
    expect(canMeet({ hosts: ["api.example.com"], paths: ["/api/*"] }, other)).toBe(false);
  });
});

/** Every text of these signs, up to a length. */
function textsOf(signs: string, length: number): string[] {
  if (length === 0) return [""];
  const rests = textsOf(signs, length - 1);
  return ["", ...[...signs].flatMap((sign) => rests.map((rest) => sign + rest))];
}
