import fc from "fast-check";
import { expect, it } from "vitest";
import { fits, overlap } from "./tag-pattern.ts";

it.each([
  ["dev-12", "dev-*", true],
  ["dev-12", "v*", false],
  ["v1.2", "v1*2", true],
  ["v1x2", "v1.2", false],
  ["", "*", true],
])("%j under %j: %s", (tag, pattern, expected) => {
  expect(fits(tag, pattern)).toBe(expected);
});

it.each([
  ["dev-*", "dev-main-*", true],
  ["dev-*", "v*", false],
  ["*-arm64", "v*", true],
  ["v1", "v*", true],
  ["v1", "v2", false],
  ["a*b", "b*a", false],
])("%j and %j have a tag in common: %s", (one, other, expected) => {
  expect(overlap(one, other)).toBe(expected);
  expect(overlap(other, one)).toBe(expected);
});

it("two patterns have a tag in common whenever a tag fits both", () => {
  const sign = fc.constantFrom("a", "b", "-");
  const tag = fc.array(sign, { maxLength: 6 }).map((signs) => signs.join(""));
  const pattern = fc
    .array(fc.oneof(sign, fc.constant("*")), { maxLength: 6 })
    .map((signs) => signs.join(""));
  fc.assert(
    fc.property(tag, pattern, pattern, (each, one, other) => {
      fc.pre(fits(each, one) && fits(each, other));
      expect(overlap(one, other)).toBe(true);
    }),
    { seed: 1 },
  );
});
