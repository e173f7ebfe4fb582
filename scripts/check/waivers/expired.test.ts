import { describe, expect, it } from "vitest";
import { expiredWaivers } from "./expired.ts";

const WAIVER = {
  path: "prod-shop-certificates/certbot",
  reason: "The rented machine has no identity",
  owner: "platform",
  until: "2027-03-31",
};

describe("a waiver", () => {
  it.each(["2026-11-21", "2027-03-31"])("holds on %s", (today) => {
    expect(expiredWaivers([WAIVER], today)).toEqual([]);
  });

  it.each(["2027-04-01", "2028-01-01"])("has run out on %s", (today) => {
    expect(expiredWaivers([{ ...WAIVER, until: "2030-01-01" }, WAIVER], today)).toEqual([
      'prod-shop-certificates/certbot: the waiver ran out on 2027-03-31 ("The rented machine has no identity"); platform must take away what it allows, or say until when it holds',
    ]);
  });
});
