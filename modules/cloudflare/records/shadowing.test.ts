import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { Zone } from "../zone/index.ts";
import { Records, type ZoneRecord } from "./index.ts";
import { shadowedNames } from "./shadowing.ts";

const ZONE = { name: "example.com", plan: "pro" } as const;
const WILDCARD: ZoneRecord = {
  type: "CNAME",
  name: "*.example.com",
  target: "lb.example.net",
  proxied: true,
  wildcard: { reason: "One name per customer" },
};
const txt = (name: string): ZoneRecord => ({ type: "TXT", name, text: "hello" });
const WWW: ZoneRecord = { type: "A", name: "www.example.com", address: "192.0.2.1", proxied: true };

describe("a wildcard answers", () => {
  it.each([
    ["where nothing stands", [txt("example.com"), txt("_dmarc.example.com")], []],
    ["not where a text stands", [txt("shop.example.com")], ["shop.example.com"]],
    ["not above a text", [txt("_acme-challenge.shop.example.com")], ["shop.example.com"]],
    ["not where others do, which needs no word", [WWW, txt("www.example.com")], []],
  ] as const)("%s", (_, records, names) => {
    const found = shadowedNames([WILDCARD, ...records], ZONE);
    expect(found.map(({ name }) => name)).toEqual(names);
  });

  it("for nothing in a zone that has none", () => {
    expect(shadowedNames([txt("shop.example.com")], ZONE)).toEqual([]);
  });

  it("with a warning for the names it loses (CLF-09)", () => {
    synth((stack) => {
      const zone = Zone.fromExisting(stack, "zone", { ...ZONE, zoneId: "0123" });
      const made = new Records(stack, "records", {
        stage: "prod",
        zone,
        records: [WILDCARD, txt("shop.example.com")],
      });
      expect(made.node.metadata.map(({ data }) => data)).toEqual([
        "shop.example.com has records but no address, so *.example.com does not answer for it: add one",
      ]);
    });
  });
});
