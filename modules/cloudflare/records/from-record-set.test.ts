import type { RecordSet, RecordType } from "@groundplan/core/dns-records";
import { check } from "@groundplan/core/problems";
import { refusal } from "@groundplan/core/testing/synth";
import { expect, it } from "vitest";
import { zoneRecordsOf } from "./from-record-set.ts";
import { recordSetProblems } from "./record-set.ts";

const ZONE = { name: "example.com", plan: "pro" } as const;

const setOf = (type: RecordType, name: string, ...values: string[]): RecordSet => ({
  ...{ type, name, values },
  ttlSeconds: 300,
});

it.each<[RecordType, string, string, object]>([
  ["A", "ssh", "192.0.2.1", { address: "192.0.2.1", proxied: false }],
  ["AAAA", "ssh", "2001:db8::1", { address: "2001:db8::1", proxied: false }],
  ["CNAME", "_proof", "X.Example.NET.", { target: "x.example.net", proxied: false }],
  ["NS", "child", "ns-1.awsdns-1.com.", { target: "ns-1.awsdns-1.com" }],
  ["TXT", "text", 'a "b"', { text: 'a "b"' }],
  ["MX", "text", "10 Mail.example.net.", { target: "mail.example.net", priority: 10 }],
  ["MX", "none", "0 .", { target: ".", priority: 0 }],
  [
    "SRV",
    "_sip._tcp",
    "1 2 5060 sip.example.net.",
    { priority: 1, weight: 2, port: 5060, target: "sip.example.net" },
  ],
  [
    "CAA",
    "text",
    '128 issue "letsencrypt.org"',
    { tag: "issue", value: "letsencrypt.org", critical: true },
  ],
  [
    "CAA",
    "text",
    '0 iodef "mailto:a@example.net"',
    { tag: "iodef", value: "mailto:a@example.net" },
  ],
  ["DS", "child", "1 13 2 AB CD", { keyTag: 1, algorithm: 13, digestType: 2, digest: "abcd" }],
  [
    "TLSA",
    "_25._tcp.mx",
    "3 1 1 ABCD",
    { usage: 3, selector: 1, matchingType: 1, certificate: "abcd" },
  ],
  ["SSHFP", "ssh", "4 2 ABCD", { algorithm: 4, fingerprintType: 2, fingerprint: "abcd" }],
  ["HTTPS", "web", '1 . alpn="h3,h2"', { priority: 1, target: ".", parameters: 'alpn="h3,h2"' }],
  ["SVCB", "web", "0 other.example.net.", { priority: 0, target: "other.example.net" }],
])("makes a record of %s at %s", (type, label, value, fields) => {
  const name = `${label}.example.com`;
  const { records, problems } = zoneRecordsOf(setOf(type, name, value));
  expect(records).toEqual([{ type, name, ttlSeconds: 300, ...fields }]);
  check("set", problems);
  expect(refusal(() => check("records", recordSetProblems(records, ZONE)))).toBe("");
});

it("makes one record for each value", () => {
  const { records } = zoneRecordsOf(setOf("A", "ssh.example.com", "192.0.2.1", "192.0.2.2"));
  expect(records).toHaveLength(2);
});

it("says what cannot be said here, and of which set", () => {
  const findings = [
    ...zoneRecordsOf(setOf("NAPTR", "sip.example.com", '10 10 "u" "x" "" .')).problems,
    ...zoneRecordsOf(setOf("MX", "example.com", "mail.example.com")).problems,
    ...zoneRecordsOf(setOf("CAA", "example.com", '0 contactemail "a@example.com"')).problems,
  ];
  expect(refusal(() => check("export", findings))).toBe(
    [
      "export: NAPTR of sip.example.com must have one of the types A, AAAA, CNAME, NS, TXT, MX, SRV, CAA, DS, TLSA, SSHFP, HTTPS, SVCB",
      'export: MX of example.com must be written as in a zone file for MX, got "mail.example.com"',
      'export: CAA of example.com must be written as in a zone file for CAA, got "0 contactemail "a@example.com""',
    ].join("\n"),
  );
});
