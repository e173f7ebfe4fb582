import { refusal } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { type ListedSet, recordsFromListing } from "./index.ts";

const ZONE = "graph.example.org";
const read = (...sets: ListedSet[]) => recordsFromListing({ ResourceRecordSets: sets }, ZONE);
const value = (Value: string) => [{ Value }];

describe("a listing of Route 53", () => {
  it("is read whole, but for the apex's own and traces of challenges", () => {
    expect(
      read(
        {
          Name: `${ZONE}.`,
          Type: "NS",
          TTL: 172_800,
          ResourceRecords: value("ns-1.awsdns-1.com."),
        },
        { Name: `${ZONE}.`, Type: "SOA", TTL: 900, ResourceRecords: value("ns-1 ...") },
        { Name: `_acme-challenge.${ZONE}.`, Type: "TXT", TTL: 10, ResourceRecords: value('"x"') },
        { Name: `\\052.${ZONE}.`, Type: "A", TTL: 60, ResourceRecords: value("203.0.113.5") },
        {
          Name: `key.${ZONE}.`,
          Type: "TXT",
          TTL: 300,
          ResourceRecords: value(String.raw`"v=DKIM1; k=rsa" "say \"hi\""`),
        },
        {
          Name: `${ZONE}.`,
          Type: "A",
          AliasTarget: {
            HostedZoneId: "Z32O12XQLNTSW2",
            DNSName: "lb.elb.amazonaws.com.",
            EvaluateTargetHealth: true,
          },
        },
        {
          Name: `www.${ZONE}.`,
          Type: "A",
          TTL: 60,
          SetIdentifier: "blue",
          Weight: 10,
          ResourceRecords: value("203.0.113.6"),
        },
        {
          Name: `www.${ZONE}.`,
          Type: "A",
          TTL: 60,
          SetIdentifier: "green",
          Weight: 0,
          ResourceRecords: value("203.0.113.7"),
        },
      ),
    ).toEqual([
      { name: `*.${ZONE}`, type: "A", ttlSeconds: 60, values: ["203.0.113.5"] },
      {
        name: `key.${ZONE}`,
        type: "TXT",
        ttlSeconds: 300,
        values: ['v=DKIM1; k=rsasay "hi"'],
      },
      {
        name: ZONE,
        type: "A",
        alias: { target: "lb.elb.amazonaws.com", zoneId: "Z32O12XQLNTSW2", evaluateHealth: true },
      },
      {
        name: `www.${ZONE}`,
        type: "A",
        ttlSeconds: 60,
        weighted: {
          blue: { weight: 10, values: ["203.0.113.6"] },
          green: { weight: 0, values: ["203.0.113.7"] },
        },
      },
    ]);
  });

  it("is refused with every record that would be lost", () => {
    const geo = { Name: `${ZONE}.`, Type: "A", GeoLocation: { CountryCode: "BE" } };
    const spf = { Name: `${ZONE}.`, Type: "SPF", ResourceRecords: value('"v=spf1 -all"') };
    expect(refusal(() => read(geo, spf))).toBe(
      [
        'listing of graph.example.org: A of graph.example.org must be routed by weight or not at all, got "GeoLocation"',
        'listing of graph.example.org: SPF of graph.example.org must be one of A, AAAA, CAA, CNAME, DS, HTTPS, MX, NAPTR, NS, PTR, SRV, SSHFP, SVCB, TLSA, TXT, got "SPF"',
      ].join("\n"),
    );
  });
});
