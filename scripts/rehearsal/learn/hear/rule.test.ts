import { describe, expect, it } from "vitest";
import { readRule } from "./rule.ts";

describe("a refusal that tells its rule", () => {
  it.each([
    [
      'expected type to be one of ["ECS" "EXTERNAL"], got zz',
      { kind: "oneOf", values: ["ECS", "EXTERNAL"] },
    ],
    ["Given Value: zz Valid Values: [A B]", { kind: "oneOf", values: ["A", "B"] }],
    [
      "expected length of name to be in the range (1 - 64), got zz",
      { kind: "length", bounds: [1, 64] },
    ],
    ['"name" cannot be longer than 255 characters', { kind: "length", bounds: [0, 255] }],
    ['"topic" (zz) is an invalid ARN: arn: invalid prefix', { kind: "format", format: "arn-only" }],
    ["must be a KMS key id or ARN", { kind: "format", format: "arn" }],
    ['expected "at" to be a valid RFC3339 date, got "zz"', { kind: "format", format: "time-only" }],
    [
      'value of x to match regular expression "^[a-z]+$", got %%',
      { kind: "pattern", pattern: "^[a-z]+$" },
    ],
  ])("understands %j", (message, rule) => {
    expect(readRule(message, false)).toEqual(rule);
  });

  it.each([
    ["expected delay to be in the range (0 - 900), got 901", [0, 900]],
    ["expected size to be at least (1), got -3", [1, null]],
    ["must be at most 35", [null, 35]],
  ])("reads the bounds of a number out of %j", (message, bounds) => {
    expect(readRule(message, true)).toEqual({ kind: "range", bounds });
  });

  it("says nothing where the words are not understood", () => {
    expect(readRule("only lowercase letters are welcome", false)).toBeUndefined();
  });
});
