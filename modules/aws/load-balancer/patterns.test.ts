import fc from "fast-check";
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
  const letter = fc.constantFrom("a", "b");
  const text = fc.array(letter, { maxLength: 6 }).map((letters) => letters.join(""));
  const pattern = fc
    .array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 6 })
    .map((parts) => parts.join(""));
  const matches = (glob: string, value: string) =>
    new RegExp(`^${glob.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(value);

  it("a text that matches both patterns makes them overlap", () => {
    fc.assert(
      fc.property(pattern, pattern, text, (a, b, value) => {
        const missed = matches(a, value) && matches(b, value) && !overlap(a, b);
        expect(missed).toBe(false);
      }),
    );
  });

  it("a pattern that covers another matches every text that the other matches", () => {
    fc.assert(
      fc.property(pattern, pattern, text, (outer, inner, value) => {
        const wrong = covers(outer, inner) && matches(inner, value) && !matches(outer, value);
        expect(wrong).toBe(false);
      }),
    );
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
