import { describe, expect, it } from "vitest";
import { canonicalRange } from "./ranges.ts";

describe("a range is written as Cloudflare keeps it", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["203.0.113.7/32", "203.0.113.7"],
    ["203.0.113.0/24", "203.0.113.0/24"],
    ["10.0.0.0/8", "10.0.0.0/8"],
    ["2001:DB8:0:0::/64", "2001:db8::/64"],
    ["2001:db8:6a0b:1a01:0000:0000:0000:0000/64", "2001:db8:6a0b:1a01::/64"],
    ["2400::/12", "2400::/12"],
  ])("%s as %s", (text, canonical) => {
    expect(canonicalRange(text)).toBe(canonical);
  });

  it.each([
    ["a range that is too wide", "0.0.0.0/0"],
    ["an IPv4 range that does not begin at its first address", "203.0.113.7/24"],
    ["no address", "office"],
    ["an octet over 255", "203.0.113.256"],
    ["a single IPv6 address", "2001:db8::1"],
    ["an IPv6 range that is narrower than /64", "2001:db8::/65"],
    ["an IPv6 range that does not begin at its first address", "2001:db8::1/64"],
    ["an IPv6 range that is too wide", "::/0"],
    ["IPv6 with two gaps", "2001::db8::/64"],
  ])("and %s is none: %s", (_, text) => {
    expect(canonicalRange(text)).toBeUndefined();
  });
});
