import { Token } from "cdktf";
import { describe, expect, it } from "vitest";
import { refusals } from "../testing/index.ts";
import { Zone } from "../zone/index.ts";
import { Records, type RecordsProps, recordSetProblems, type ZoneRecord } from "./index.ts";

/** The problems of a set, without the path of the construct. */
function problemsOf(records: readonly ZoneRecord[], change: Partial<RecordsProps> = {}): string[] {
  return refusals((stack) => {
    const zone = Zone.fromExisting(stack, "zone", {
      zoneId: "01",
      name: "example.com",
      plan: "free",
    });
    new Records(stack, "records", { stage: "prod", zone, records, ...change });
  }).map((line) => line.replace("test/records: ", ""));
}

const A = { type: "A", name: "www.example.com", address: "192.0.2.10", proxied: true } as const;
const CNAME = {
  type: "CNAME",
  name: "www.example.com",
  target: "a.example.net",
  proxied: true,
} as const;
const TXT = { type: "TXT", name: "www.example.com", text: "hello" } as const;

describe("records are refused together", () => {
  it("when one stands twice", () => {
    expect(problemsOf([A, A])).toEqual([
      "a-www-192.0.2.10 must stand once; take the duplicate out, or give each a key",
    ]);
    expect(problemsOf([A, { ...A, key: "again" }])).toEqual([
      'again must differ from a-www-192.0.2.10, got "A www.example.com 192.0.2.10"',
    ]);
  });

  it("when a CNAME has company at its name", () => {
    expect(problemsOf([CNAME, TXT, A])).toEqual([
      'cname-www must be the only record of www.example.com, got "txt-www-hello, a-www-192.0.2.10"',
    ]);
  });

  it("when a CNAME at the apex stands beside addresses; texts and mail may", () => {
    const apex = { ...CNAME, name: "example.com" };
    expect(problemsOf([apex, { ...TXT, name: "example.com" }])).toEqual([]);
    expect(problemsOf([apex, { ...A, name: "example.com" }])).toEqual([
      'cname-apex must be the only record of example.com, got "a-apex-192.0.2.10"',
    ]);
  });

  it("when mail is sent to a proxied name", () => {
    const mx: ZoneRecord = {
      type: "MX",
      name: "example.com",
      target: "www.example.com",
      priority: 1,
    };
    expect(problemsOf([A, mx])).toEqual([
      'mx-apex-www.example.com.target must not be a proxied name, got "www.example.com"; make a-www-192.0.2.10 grey',
    ]);
  });

  it("when a name has two mail policies, which count as none", () => {
    const spf = (text: string): ZoneRecord => ({ type: "TXT", name: "example.com", text });
    expect(problemsOf([spf("v=spf1 -all"), spf("v=spf1 include:a.example.net -all")])).toEqual([
      'txt-apex-v-spf1-include-a.example.net-all must be the only v=spf1 record of its name, got "txt-apex-v-spf1-all"',
    ]);
  });

  it("when no certificate covers a proxied name", () => {
    const deep = { ...A, name: "api.dev.example.com" };
    expect(problemsOf([deep])).toEqual([
      'a-api.dev-192.0.2.10.name must be one label below the zone when proxied: no certificate covers deeper names, got "api.dev.example.com"; use another name, or set advancedCertificate when the zone has one',
    ]);
    expect(problemsOf([deep], { advancedCertificate: true })).toEqual([]);
    expect(problemsOf([{ ...deep, proxied: false, comment: "Office VPN" }])).toEqual([]);
  });

  it("when there are more than the plan holds", () => {
    const texts = Array.from({ length: 201 }, (_, i): ZoneRecord => ({ ...TXT, text: `n${i}` }));
    expect(problemsOf(texts)).toEqual(["records must be at most 200 on the free plan, got 201"]);
    expect(problemsOf(texts, { recordLimit: 201 })).toEqual([]);
  });

  it("when a value is known only at apply and nothing names the record", () => {
    const address = Token.asString({ resolve: () => "192.0.2.10" });
    expect(problemsOf([{ ...A, address }])).toEqual([
      "A of www.example.com must have a key: its name or value is known only at apply",
    ]);
    expect(problemsOf([{ ...A, address, key: "origin" }])).toEqual([]);
  });

  it("when a key or an override names nothing", () => {
    expect(problemsOf([{ ...A, key: "My Key" }], { overrides: { other: {} } })).toEqual([
      'key must be in kebab case, got "My Key"',
      "overrides.other must be the id of a record",
    ]);
  });

  it("when a full name is typed for a zone whose name comes from a contract", () => {
    const name = Token.asString({ resolve: () => "example.com" });
    const problems = recordSetProblems([A], { name, plan: "free" });
    expect(problems.filter(Boolean)).toEqual([
      {
        prop: "a-www.example.com-192.0.2.10.name",
        rule: 'be zone.name or zone.hostname("..."): the zone\'s name is known only at apply',
        value: "www.example.com",
        cure: undefined,
      },
    ]);
  });
});

describe("a set of records", () => {
  it("reports everything at once", () => {
    const wrong: ZoneRecord[] = [
      { ...A, address: "10.0.0.1", ttlSeconds: 60 },
      { ...TXT, text: "" },
    ];
    expect(problemsOf(wrong)).toHaveLength(3);
  });
});
