import type { ListedSet } from "@groundplan/aws/dns-zone";
import { describe, expect, it } from "vitest";
import { firstDecisions, type SetDecision } from "../move/decisions.ts";
import { convertZone } from "./convert.ts";
import { recordsFile } from "./write.ts";

const set = (
  name: string,
  type: string,
  values: string[],
  more: Partial<ListedSet> = {},
): ListedSet => ({
  Name: `${name}.`,
  Type: type,
  TTL: 300,
  ResourceRecords: values.map((Value) => ({ Value })),
  ...more,
});

const alias = (
  name: string,
  type: string,
  target: string,
  more: Partial<ListedSet> = {},
): ListedSet => ({
  ...{ Name: `${name}.`, Type: type },
  AliasTarget: { HostedZoneId: "Z1", DNSName: `${target}.`, EvaluateTargetHealth: true },
  ...more,
});

function convert(
  sets: readonly ListedSet[],
  decided: Record<string, SetDecision> = {},
  proxied: string[] = [],
) {
  const begun = firstDecisions({ zone: "a.test", hostedZoneId: "Z123456789", plan: "pro" });
  return convertZone(sets, { ...begun, sets: decided, proxied });
}

const ELB = "dualstack.lb-1.eu-west-1.elb.amazonaws.com";

describe("what DNS at Cloudflare does not do", () => {
  const SETS = [
    set("www.a.test", "A", ["192.0.2.1"], { SetIdentifier: "blue", Weight: 90 }),
    set("www.a.test", "A", ["192.0.2.2"], { SetIdentifier: "green", Weight: 10 }),
    set("near.a.test", "A", ["192.0.2.3"], { SetIdentifier: "eu", Region: "eu-west-1" }),
    set("land.a.test", "A", ["192.0.2.4"], {
      SetIdentifier: "de",
      GeoLocation: { CountryCode: "DE" },
    }),
    set("spare.a.test", "A", ["192.0.2.5"], { SetIdentifier: "first", Failover: "PRIMARY" }),
    set("many.a.test", "A", ["192.0.2.6"], { SetIdentifier: "one", MultiValueAnswer: true }),
    set("ptr.a.test", "NAPTR", ['10 10 "u" "x" "!a!b!" .']),
    set("bytes.a.test", "TXT", ['"caf\\303\\251"']),
    alias("gone.a.test", "A", "nobody.a.test"),
    alias("split.a.test", "A", ELB),
    alias("split.a.test", "AAAA", `other-${ELB}`),
  ];

  it("stops with the whole list, each with what to decide", () => {
    const cure = (key: string, use: string) =>
      `which DNS at Cloudflare does not do: load balancing there is paid. Decide in move.json: sets["${key}"] = { "use": "${use}", "reason": "..." }, or "drop": true`;
    expect(convert(SETS).problems).toEqual([
      `A www.a.test is answered by weight (blue, green), ${cure("A www.a.test", "blue")}`,
      `A near.a.test is answered by latency (eu), ${cure("A near.a.test", "eu")}`,
      `A land.a.test is answered by place (de), ${cure("A land.a.test", "de")}`,
      `A spare.a.test is answered by failover (first), ${cure("A spare.a.test", "first")}`,
      `A many.a.test is answered by chance among healthy ones (one), ${cure("A many.a.test", "one")}`,
      "records: NAPTR of ptr.a.test must have one of the types A, AAAA, CNAME, NS, TXT, MX, SRV, CAA, DS, TLSA, SSHFP, HTTPS, SVCB",
      'TXT bytes.a.test holds bytes that are not printable ASCII ("caf\\303\\251"): give it as values in move.json, or drop it',
      "A gone.a.test is an alias of nobody.a.test, which has no A",
      `AAAA split.a.test is an alias of other-${ELB}, and a CNAME cannot stand beside what else split.a.test has: give it as values in move.json, or drop it`,
    ]);
  });

  it("is converted as somebody decides, and told", () => {
    const reason = "Agreed with the owner";
    const { problems, records, fates } = convert(SETS, {
      "A www.a.test": { use: "green", reason },
      "A near.a.test": { values: ["192.0.2.30"], reason },
      ...Object.fromEntries(
        [
          "A land",
          "A spare",
          "A many",
          "NAPTR ptr",
          "TXT bytes",
          "A gone",
          "A split",
          "AAAA split",
        ].map((key) => [`${key}.a.test`, { drop: true, reason }]),
      ),
    });
    expect(problems).toEqual([]);
    expect(records.map((record) => ("address" in record ? record.address : record.type))).toEqual([
      "192.0.2.2",
      "192.0.2.30",
    ]);
    expect(fates.map(({ why }) => why)).toEqual(fates.map(() => reason));
    expect(fates.map(({ key }) => key)).toHaveLength(10);
  });

  it("refuses decisions about sets and identifiers that are not there", () => {
    const reason = "Agreed with the owner";
    const { problems } = convert(SETS.slice(0, 2), {
      "A www.a.test": { use: "red", reason },
      "A wwww.a.test": { drop: true, reason },
    });
    expect(problems).toEqual([
      'move.json: sets["A www.a.test"].use must be one of blue, green, got "red"',
      'move.json: sets["A wwww.a.test"] names a set that Route 53 does not have',
    ]);
  });
});

it("refuses what the records module refuses: a CNAME that has company, a proxied name for mail", () => {
  const { problems } = convert(
    [
      alias("www.a.test", "A", ELB),
      set("www.a.test", "TXT", ['"x"']),
      set("mail.a.test", "A", ["192.0.2.1"]),
      set("in.a.test", "A", ["10.0.0.1"]),
    ],
    {},
    ["mail.a.test", "in.a.test"],
  );
  expect(problems).toEqual([
    "records: a-mail-192.0.2.1.proxied must be false: the name is not for browsers, and Cloudflare passes on nothing but HTTP",
    'records: a-in-10.0.0.1.address must be public for a proxied name, got "10.0.0.1"',
    'records: cname-www must be the only record of www.a.test, got "txt-www-x"',
  ]);
});

it("follows aliases through the zone to their values, or to a name of AWS", () => {
  const { records, problems } = convert([
    set("b.a.test", "MX", ["10 mail.example.net."]),
    alias("one.a.test", "MX", "b.a.test"),
    alias("two.a.test", "AAAA", "three.a.test"),
    alias("three.a.test", "AAAA", ELB),
    alias("x.a.test", "A", "y.a.test"),
    alias("y.a.test", "A", "x.a.test"),
  ]);
  expect(records.map(({ type, name }) => `${type} ${name}`)).toEqual([
    "MX b.a.test",
    "MX one.a.test",
    "CNAME two.a.test",
    "CNAME three.a.test",
  ]);
  expect(problems).toEqual([
    "A x.a.test is an alias of an alias without an end",
    "A y.a.test is an alias of an alias without an end",
  ]);
});

it("turns SPF into TXT, leaves used proofs behind, and keeps delegated ones", () => {
  const { fates, records } = convert([
    set("a.test", "SPF", ['"v=spf1 -all"']),
    set("_acme-challenge.www.a.test", "TXT", ['"used"']),
    set("_acme-challenge.api.a.test", "NS", ["ns-1.example.net."]),
    set("\\052.dev.a.test", "A", ["192.0.2.1"], { TTL: 5 }),
  ]);
  expect(fates.flatMap(({ key, why }) => (why ? [`${key}: ${why}`] : []))).toEqual([
    "SPF a.test: the type SPF is history (RFC 7208): it is a TXT now",
    "TXT _acme-challenge.www.a.test: a proof that was used; a renewal makes its own",
  ]);
  expect(records.map(({ type, name, ttlSeconds }) => [type, name, ttlSeconds])).toEqual([
    ["TXT", "a.test", 300],
    ["NS", "_acme-challenge.api.a.test", 300],
    ["A", "*.dev.a.test", 60],
  ]);
});

it("gives records that read the same keys of what they answer, whether proxied or not", () => {
  const long = "x".repeat(60);
  const sets = [
    set("a.test", "TXT", [`"${long}1"`, `"${long}2"`]),
    set("www.a.test", "A", ["192.0.2.1"]),
  ];
  const keys = (proxied: string[]) => convert(sets, {}, proxied).records.map(({ key }) => key);
  expect(keys([])).toEqual([
    expect.stringMatching(/^txt-apex-x+-[0-9a-f]{8}$/),
    expect.stringMatching(/^txt-apex-x+-[0-9a-f]{8}$/),
    undefined,
  ]);
  expect(new Set(keys([]))).toHaveLength(3);
  expect(keys(["www.a.test"])).toEqual(keys([]));
});

it("writes one record a line, in the order of names", () => {
  const { records } = convert([
    set("www.a.test", "A", ["192.0.2.1"]),
    set("a.test", "CAA", ['0 issue "letsencrypt.org"']),
  ]);
  expect(recordsFile("a.test", records)).toBe(`// biome-ignore-all format: one record a line
import type { ZoneRecord } from "@groundplan/cloudflare/records";

/**
 * Records of a.test, as they stood in Route 53. Written by infra dns convert: until the zone has moved,
 * change move.json and run it again.
 */
export const records: readonly ZoneRecord[] = [
  { type: "CAA", name: "a.test", tag: "issue", value: "letsencrypt.org", ttlSeconds: 300 },
  { type: "A", name: "www.a.test", address: "192.0.2.1", proxied: false, ttlSeconds: 300, comment: "Moved from Route53; not behind Cloudflare yet" },
];
`);
});
