import type { ZoneRecord } from "@groundplan/cloudflare/records";
import { describe, expect, it } from "vitest";
import { certificateProblems } from "./certificate.ts";
import { dsProblems, observeDs } from "./dnssec.ts";
import { mailQuestions } from "./mail.ts";
import { observeTtls, ttlProblems, ttlsSafeAt } from "./ttl.ts";

const at = (time: string) => new Date(`2026-03-${time}:00Z`);
const set = (Type: string, TTL?: number) => ({ Name: "a.test.", Type, TTL });

describe("the gate of TTLs", () => {
  const high = observeTtls(
    {},
    [set("MX", 86_400), set("A", 300), set("SOA", 900), set("NS", 172_800)],
    at("01T12:00"),
  );
  const low = observeTtls(
    high,
    [set("MX", 300), set("A", 300), set("NS", 172_800)],
    at("02T12:00"),
  );

  it("is closed by what is above the limit, and names it", () => {
    expect(ttlProblems(high, at("01T12:00"))).toEqual([
      "MX a.test may lie in caches for 86400 s: lower its TTL to 300 in Route 53",
      "NS a.test may lie in caches for 172800 s: lower its TTL to 300 in Route 53",
    ]);
    expect(ttlsSafeAt(high)).toBeUndefined();
  });

  it("stays closed for as long as the old TTL after it was seen lowered", () => {
    const [lowered] = ttlProblems(low, at("02T13:00"));
    expect(lowered).toBe(
      "MX a.test was lowered from 86400 s, seen at 2026-03-02T12:00:00.000Z: caches may hold it until 2026-03-03T12:00:00.000Z",
    );
    const both = observeTtls(low, [set("MX", 300), set("NS", 60)], at("03T00:00"));
    expect(ttlProblems(both, at("03T12:00"))).toHaveLength(1);
    expect(ttlProblems(both, at("05T00:00"))).toEqual([]);
    expect(ttlsSafeAt(both)).toEqual(at("05T00:00"));
  });

  it("closes again when somebody raises a TTL, and counts the highest", () => {
    const raised = observeTtls(low, [set("MX", 3600), set("NS", 60)], at("03T00:00"));
    const again = observeTtls(raised, [set("MX", 60), set("NS", 60)], at("04T00:00"));
    expect(ttlProblems(again, at("04T23:59"))[0]).toMatch(
      /^MX a\.test was lowered from 86400 s, seen at 2026-03-04/,
    );
  });

  it("counts a set that was deleted as lowered from then on", () => {
    const gone = observeTtls(high, [set("NS", 60)], at("02T00:00"));
    expect(ttlProblems(gone, at("02T12:00"))).toHaveLength(2);
  });
});

describe("the gate of DNSSEC", () => {
  const DS = "1 13 2 ABCD";
  const signed = { ds: [DS], dsTtlSeconds: 3600, isSigned: true };
  const gone = { ds: [], dsTtlSeconds: 0, isSigned: true };

  it("is open for a zone that never was signed", () => {
    const never = { ...gone, isSigned: false };
    expect(dsProblems(observeDs(undefined, never, at("01T12:00")), never, at("01T12:00"))).toEqual(
      [],
    );
  });

  it("is closed while the DS stands, and for its TTL after it was seen gone", () => {
    const stands = observeDs(undefined, signed, at("01T12:00"));
    expect(dsProblems(stands, signed, at("01T12:00"))).toHaveLength(1);
    const left = observeDs(stands, gone, at("01T13:00"));
    expect(dsProblems(left, gone, at("01T13:59"))).toHaveLength(1);
    expect(dsProblems(observeDs(left, gone, at("01T13:59")), gone, at("01T14:00"))).toEqual([]);
    expect(observeDs(left, signed, at("01T13:30"))).toEqual({ ttlSeconds: 3600 });
  });

  it("waits a day for a DS that was removed before anybody looked", () => {
    const unseen = observeDs(undefined, gone, at("01T12:00"));
    expect(dsProblems(unseen, gone, at("02T11:59"))).toHaveLength(1);
    expect(dsProblems(unseen, gone, at("02T12:00"))).toEqual([]);
  });
});

describe("the gate of certificates", () => {
  const google = { status: "active", hosts: ["a.test", "*.a.test"], authority: "google" };
  const caa = (name: string, value: string): ZoneRecord => ({
    type: "CAA",
    name,
    tag: "issue",
    value,
  });

  it("wants one that covers the name and is active", () => {
    expect(certificateProblems("www.a.test", [google], [])).toEqual([]);
    expect(certificateProblems("x.www.a.test", [google], [])).toEqual([
      "no certificate covers x.www.a.test: order one at Cloudflare, or choose a name one label below the zone",
    ]);
    expect(
      certificateProblems("a.test", [{ ...google, status: "pending_validation" }], []),
    ).toEqual(["the certificate for a.test is pending_validation, not active yet: wait for it"]);
  });

  it("wants the nearest CAA records to admit who issues it", () => {
    const admits = [
      caa("a.test", "letsencrypt.org"),
      caa("a.test", "pki.goog; cansignhttpexchanges=yes"),
    ];
    expect(certificateProblems("www.a.test", [google], admits)).toEqual([]);
    expect(
      certificateProblems(
        "www.a.test",
        [google],
        [...admits, caa("www.a.test", "letsencrypt.org")],
      ),
    ).toEqual([
      "the CAA records for www.a.test do not admit google, which issues its certificate: the next renewal fails; add a CAA record for pki.goog",
    ]);
  });
});

it("asks for what mail needs: servers, policies and keys", () => {
  const text = (name: string, text: string): ZoneRecord => ({ type: "TXT", name, text });
  const records: ZoneRecord[] = [
    { type: "MX", name: "a.test", target: "m.example.net", priority: 1 },
    { type: "MX", name: "a.test", target: "n.example.net", priority: 2 },
    text("a.test", "v=spf1 -all"),
    text("a.test", "google-site-verification=x"),
    text("proof.a.test", "x"),
    text("_dmarc.a.test", "v=DMARC1; p=reject"),
    { type: "CNAME", name: "k._domainkey.a.test", target: "k.example.net", proxied: false },
  ];
  expect(mailQuestions(records).map(({ type, name }) => `${type} ${name}`)).toEqual([
    "MX a.test",
    "TXT a.test",
    "TXT _dmarc.a.test",
    "CNAME k._domainkey.a.test",
  ]);
});
