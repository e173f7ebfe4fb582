import { describe, expect, it } from "vitest";
import { refusals } from "../testing/index.ts";
import { type Plan, Zone } from "../zone/index.ts";
import { Records, type ZoneRecord } from "./index.ts";

/** The problems of one record, without the path of the construct. */
function problemsOf(record: ZoneRecord, plan: Plan = "pro"): string[] {
  return refusals((stack) => {
    const zone = Zone.fromExisting(stack, "zone", { zoneId: "0123", name: "example.com", plan });
    new Records(stack, "records", { stage: "prod", zone, records: [record] });
  }).map((line) => line.replace("test/records: ", ""));
}

const A = { type: "A", key: "r", name: "www.example.com", address: "192.0.2.10" } as const;
const CNAME = {
  type: "CNAME",
  key: "r",
  name: "www.example.com",
  target: "a.example.net",
} as const;
const TXT = { type: "TXT", key: "r", name: "example.com", text: "hello" } as const;

describe("the name of a record is refused", () => {
  it.each([
    ["www", 'r.name must be example.com or end in .example.com, got "www"'],
    ["@", 'r.name must be example.com or end in .example.com, got "@"'],
    ["www.example.org", 'r.name must be example.com or end in .example.com, got "www.example.org"'],
    [
      "www.example.com.",
      'r.name must be example.com or end in .example.com, got "www.example.com."',
    ],
    [
      "WWW.example.com",
      'r.name must be lower-case labels, with * only as the first one, got "WWW.example.com"',
    ],
    [
      "a.*.example.com",
      'r.name must be lower-case labels, with * only as the first one, got "a.*.example.com"',
    ],
  ])("when it is %s: a short one would hide a rename", (name, problem) => {
    expect(problemsOf({ ...TXT, name })).toEqual([problem]);
  });

  it("when it answers for every name without a reason (CLF-09)", () => {
    expect(problemsOf({ ...CNAME, name: "*.example.com", proxied: true })).toEqual([
      'r.wildcard.reason must say why in 10 to 200 characters, got ""',
    ]);
  });

  it("when name servers or keys are put at the apex, where Cloudflare has its own", () => {
    expect(
      problemsOf({ type: "NS", key: "r", name: "example.com", target: "ns.example.net" }),
    ).toEqual(['r.name must be below the apex for NS, got "example.com"']);
    const ds = { keyTag: 1, algorithm: 13, digestType: 2, digest: "ab" };
    expect(problemsOf({ type: "DS", key: "r", name: "example.com", ...ds })).toEqual([
      'r.name must be below the apex for DS, got "example.com"',
    ]);
  });

  it("when a service has no _service._protocol", () => {
    const srv = { type: "SRV", key: "r", priority: 0, weight: 0, port: 443 } as const;
    expect(problemsOf({ ...srv, name: "sip.example.com", target: "a.example.net" })).toEqual([
      'r.name must begin with _service._tcp or _service._udp for SRV, got "sip.example.com"',
    ]);
  });
});

describe("the proxy of a record is refused", () => {
  it.each([
    "mail",
    "smtp",
    "imap",
    "mx1",
    "ssh",
    "ftp",
    "sftp",
    "ns1",
    "_acme-challenge",
    "bastion",
  ])("for %s, which speaks no HTTP", (label) => {
    expect(problemsOf({ ...A, name: `${label}.example.com`, proxied: true })).toEqual([
      "r.proxied must be false: the name is not for browsers, and Cloudflare passes on nothing but HTTP",
    ]);
    expect(problemsOf({ ...A, name: `${label}.example.com`, proxied: false })).toEqual([]);
  });

  it("for types that cannot have one", () => {
    const record = { ...TXT, proxied: true } as ZoneRecord;
    expect(problemsOf(record)).toEqual([
      "r.proxied must be left out for anything but A, AAAA and CNAME",
    ]);
  });

  it("when it is missing on a web name without a word (CLF-09)", () => {
    expect(problemsOf({ ...A, proxied: false })).toEqual([
      "r.comment must say why the name bypasses Cloudflare and shows its origin",
    ]);
  });

  it("together with a TTL, which the provider refuses only at apply", () => {
    expect(problemsOf({ ...A, proxied: true, ttlSeconds: 300 })).toEqual([
      "r.ttlSeconds must be left out for a proxied name, got 300; Cloudflare answers with 300 s; the provider refuses another value only at apply",
    ]);
  });

  it.each(["10.0.0.5", "172.16.3.4", "192.168.1.1", "127.0.0.1", "169.254.169.254", "100.64.0.1"])(
    "for the private origin %s",
    (address) => {
      expect(problemsOf({ ...A, proxied: true, address })).toEqual([
        `r.address must be public for a proxied name, got "${address}"`,
      ]);
    },
  );

  it.each(["fd00::1", "fe80::1", "::1", "FC00:0:0::1"])("for the private origin %s", (address) => {
    expect(problemsOf({ ...A, type: "AAAA", proxied: true, address })).toEqual([
      `r.address must be public for a proxied name, got "${address}"`,
    ]);
  });
});

describe("the value of a record is refused", () => {
  it("when a private address is published without a reason (CLF-09)", () => {
    const record = { ...A, address: "10.0.0.5", proxied: false, comment: "Office VPN" } as const;
    expect(problemsOf(record)).toEqual([
      'r.privateAddress.reason must say why in 10 to 200 characters, got ""',
    ]);
    const privateAddress = { reason: "Reached through the VPN only" };
    expect(problemsOf({ ...record, privateAddress })).toEqual([]);
  });

  it.each([
    ["A", "2001:db8::1", "IPv4"],
    ["A", "192.0.2.256", "IPv4"],
    ["A", "a.example.net", "IPv4"],
    ["AAAA", "192.0.2.1", "IPv6"],
    ["AAAA", "2001:db8:::1", "IPv6"],
  ] as const)("when an %s record has the address %s", (type, address, family) => {
    expect(problemsOf({ ...A, type, address, proxied: true })).toEqual([
      `r.address must be an ${family} address for ${type}, got "${address}"`,
    ]);
  });

  it.each(["192.0.2.1", "localhost", "a b.example.net", "https://a.example.net", "."])(
    "when a name stands for %s",
    (target) => {
      expect(problemsOf({ ...CNAME, proxied: true, target })).toEqual([
        `r.target must be a full domain name, got "${target}"`,
      ]);
    },
  );

  it("when a name stands for itself", () => {
    expect(problemsOf({ ...CNAME, proxied: true, target: "www.example.com." })).toEqual([
      'r.target must not be the record\'s own name, got "www.example.com."',
    ]);
  });

  it("when a text is quoted, empty, too long or not printable", () => {
    expect(problemsOf({ ...TXT, text: '"v=spf1 -all"' })).toEqual([
      'r.text must be the bare text, without quotes, got ""v=spf1 -all""',
    ]);
    expect(problemsOf({ ...TXT, text: "" })).toEqual(["r.text must not be empty"]);
    expect(problemsOf({ ...TXT, text: "x".repeat(2049) })).toEqual([
      "r.text must have at most 2048 characters, got 2049",
    ]);
    expect(problemsOf({ ...TXT, text: "café" })).toEqual([
      'r.text must be printable ASCII, got "café"',
    ]);
  });

  it("when a number is out of range", () => {
    const srv = {
      type: "SRV",
      key: "r",
      name: "_sip._tcp.example.com",
      target: "a.example.net",
    } as const;
    expect(problemsOf({ ...srv, priority: -1, weight: 70000, port: 0 })).toEqual([
      "r.priority must be 0 to 65535, got -1",
      "r.weight must be 0 to 65535, got 70000",
      "r.port must be 1 to 65535, got 0",
    ]);
    expect(problemsOf({ ...TXT, ttlSeconds: 30 })).toEqual([
      "r.ttlSeconds must be 60 to 86400, got 30",
    ]);
    expect(problemsOf({ ...TXT, ttlSeconds: 30 }, "enterprise")).toEqual([]);
  });

  it("when reports about certificates go nowhere", () => {
    const iodef = { type: "CAA", key: "r", name: "example.com", tag: "iodef" } as const;
    expect(problemsOf({ ...iodef, value: "security@example.com" })).toEqual([
      'r.value must begin with mailto: or https:, got "security@example.com"',
    ]);
  });

  it("when the comment is longer than the plan allows", () => {
    const record = { ...TXT, comment: "x".repeat(101) };
    expect(problemsOf(record, "free")).toEqual([
      "r.comment must have at most 100 characters on the free plan, got 101",
    ]);
    expect(problemsOf(record, "pro")).toEqual([]);
  });
});
