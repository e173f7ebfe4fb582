import { describe, expect, it } from "vitest";
import { type RecordSet, recordSetId, recordSetProblems, textStrings } from "./dns-records.ts";
import { check } from "./problems.ts";
import { refusal } from "./testing/synth.ts";

const ZONE = "graph.example.org";
const A: RecordSet = { name: ZONE, type: "A", values: ["203.0.113.5"] };

const refused = (...sets: RecordSet[]) =>
  refusal(() => check("zone", recordSetProblems(ZONE, sets))).replaceAll("zone: records.", "");

describe("a record set", () => {
  it("is known by its type and name, never by its values or its place", () => {
    const www = { ...A, name: `www.${ZONE}` };
    const any = { ...A, name: `*.${ZONE}`, type: "AAAA" } as const;
    expect([A, www, any].map((set) => recordSetId(set, ZONE))).toEqual([
      "a-apex",
      "a-www",
      "aaaa-wildcard",
    ]);
  });

  it("is right as it is written in a zone file", () => {
    const sets: RecordSet[] = [
      A,
      { name: ZONE, type: "MX", values: ["10 mail.example.org", "20 mail2.example.org."] },
      { name: ZONE, type: "CAA", values: ['0 issue "letsencrypt.org"'] },
      { name: ZONE, type: "TXT", values: ["v=spf1 -all", 'a "quote"'] },
      { name: `_sip._tcp.${ZONE}`, type: "SRV", values: ["0 5 5060 sip.example.org"] },
      { name: `dev.${ZONE}`, type: "NS", values: ["ns-1.awsdns-1.com"] },
      { name: `www.${ZONE}`, type: "CNAME", values: [ZONE] },
    ];
    expect(refused(...sets)).toBe("");
  });

  it("is refused for each thing that a resolver would get wrong, all at once", () => {
    expect(
      refused(
        { ...A, values: ["203.0.113.500"] },
        { ...A, values: [] },
        { name: "Example.com.", type: "A", values: ["203.0.113.5"] },
        { name: ZONE, type: "CNAME", values: ["a.example.org", "b.example.org"] },
        { name: ZONE, type: "NS", values: ["ns1.example.org"] },
        { name: `mail.${ZONE}`, type: "MX", ttlSeconds: -1, values: ["mail.example.org"] },
      ).split("\n"),
    ).toEqual([
      'a-apex must hold IPv4 addresses, got "203.0.113.500"',
      "a-apex must stand once; put its values together",
      "a-apex must have at least one value",
      expect.stringMatching(
        /must be named graph\.example\.org or below it, in full and without a final dot, got "Example\.com\."$/,
      ),
      expect.stringMatching(
        /must be named in lower case, without a final dot, got "Example\.com\."$/,
      ),
      "cname-apex must not be a CNAME: the apex has records of its own",
      'cname-apex must stand alone: a name that is another\'s has no records of its own, got ["A","A","NS"]',
      'cname-apex must have one value, as every CNAME, got ["a.example.org","b.example.org"]',
      'ns-apex must not be the zone\'s own, got "NS"; the service answers these for the apex itself',
      "mx-mail.ttlSeconds must be 0 to 604800, got -1",
      'mx-mail must hold priority and name: 10 mail.example.org, got "mail.example.org"',
    ]);
  });
});

it("cuts a long text into strings of 255 bytes", () => {
  expect(textStrings("x".repeat(300)).map(({ length }) => length)).toEqual([255, 45]);
});
