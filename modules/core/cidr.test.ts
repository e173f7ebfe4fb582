import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cidrProblem, contains, formatCidr, overlaps, parseCidr, sizeOf } from "./cidr.ts";

const cidr = fc
  .record({ address: fc.nat(0xffffffff), prefix: fc.nat(32) })
  .map(({ address, prefix }) => ({ base: address - (address % 2 ** (32 - prefix)), prefix }));

describe("parseCidr", () => {
  it("reads back what formatCidr writes", () => {
    fc.assert(
      fc.property(cidr, (range) => {
        expect(parseCidr(formatCidr(range))).toEqual(range);
      }),
    );
  });

  it.each(["10.0.0.1/16", "10.0.0.0/33", "256.0.0.0/8", "10.0.0/16", "", "10.0.0.0"])(
    "takes %j for no range",
    (text) => expect(parseCidr(text)).toBeUndefined(),
  );
});

describe("overlaps", () => {
  it("holds exactly when one range contains the other's first address", () => {
    fc.assert(
      fc.property(cidr, cidr, (a, b) => {
        const first = (outer: typeof a, base: number) => contains(outer, { base, prefix: 32 });
        expect(overlaps(a, b)).toBe(first(a, b.base) || first(b, a.base));
        expect(overlaps(b, a)).toBe(overlaps(a, b));
      }),
    );
  });

  it("counts addresses", () => {
    expect(sizeOf(parseCidr("10.0.0.0/16")!)).toBe(65_536);
  });
});

it("says what a range looks like", () => {
  expect(cidrProblem("network.cidr", "10.0.0.7/16")).toEqual({
    prop: "network.cidr",
    rule: "be an IPv4 range such as 10.20.0.0/16",
    value: "10.0.0.7/16",
    cure: undefined,
  });
});
