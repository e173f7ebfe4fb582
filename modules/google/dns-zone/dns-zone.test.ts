import type { RecordSet } from "@groundplan/core/dns-records";
import { addresses, only, refusal, resourcesOf } from "@groundplan/core/testing/synth";
import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { DEFAULTS, DnsZone, type DnsZoneProps, recordsFromListing } from "./index.ts";

const DEV: DnsZoneProps = {
  stage: "dev",
  domain: "example.org",
  name: "acme-dev-parent",
  project: "acme-dev",
};
const PROD: DnsZoneProps = { ...DEV, stage: "prod" };

const make = (props: DnsZoneProps) => synth((stack) => new DnsZone(stack, "zone", props));
const zone = (props: DnsZoneProps) => only(make(props), "google_dns_managed_zone");
const record = (set: RecordSet) => only(make({ ...DEV, records: [set] }), "google_dns_record_set");

describe("a zone", () => {
  it.each([
    [DEV, "off", 60, false],
    [PROD, "on", 300, true],
  ] as const)(
    "signs, keeps answers and keeps itself as its stage asks",
    (props, state, ttl, protect) => {
      expect(zone(props)).toEqual({
        name: "acme-dev-parent",
        project: "acme-dev",
        dns_name: "example.org.",
        description: "Records of example.org",
        visibility: "public",
        dnssec_config: { state },
        cloud_logging_config: { enable_logging: false },
        force_destroy: !protect,
        lifecycle: { prevent_destroy: protect },
      });
      const records: RecordSet[] = [{ name: "example.org", type: "A", values: ["203.0.113.5"] }];
      expect(only(make({ ...props, records }), "google_dns_record_set").ttl).toBe(ttl);
    },
  );

  it("has the same defaults in its constant", () => {
    expect(DEFAULTS).toEqual({
      ttlSeconds: { dev: 60, prod: 300 },
      dnssec: { dev: false, prod: true },
      logs: { dev: false, prod: false },
      protect: { dev: false, prod: true },
    });
  });

  it("keeps its address: another zone has other name servers", () => {
    expect(addresses(make(PROD))).toEqual(["google_dns_managed_zone.zone"]);
  });

  it("tells what its parent must name", () => {
    const template = synth((stack) => {
      const made = new DnsZone(stack, "zone", DEV);
      new TerraformOutput(stack, "servers", { value: made.nameServers });
    });
    expect(template.output["servers"]!["value"]).toBe(
      "${google_dns_managed_zone.zone.name_servers}",
    );
  });
});

describe("its records", () => {
  it.each<[RecordSet["type"], string, string]>([
    ["CNAME", "www.example.com", "www.example.com."],
    ["CNAME", "www.example.com.", "www.example.com."],
    ["MX", "10 mail.example.com", "10 mail.example.com."],
    ["SRV", "0 5 5060 sip.example.com", "0 5 5060 sip.example.com."],
    ["CAA", '0 issue "letsencrypt.org"', '0 issue "letsencrypt.org"'],
    ["TXT", 'a "quote"', '"a \\"quote\\""'],
    ["TXT", "x".repeat(300), `"${"x".repeat(255)}" "${"x".repeat(45)}"`],
  ])("of type %s are written as Cloud DNS does: %s", (type, value, written) => {
    const made = record({ name: "a.example.org", type, values: [value] });
    expect([made.name, made.rrdatas]).toEqual(["a.example.org.", [written]]);
  });

  it("hand a part of the zone to servers of another cloud, from the stack of who gets it", () => {
    const template = synth((stack) => {
      const { domain, name, project } = DEV;
      DnsZone.fromExisting(stack, "parent", { domain, name, project }).delegate("graph.dev", [
        "ns-1.awsdns-1.com",
      ]);
    });
    expect(only(template, "google_dns_record_set")).toEqual({
      project: "acme-dev",
      managed_zone: "acme-dev-parent",
      name: "graph.dev.example.org.",
      type: "NS",
      ttl: 3600,
      rrdatas: ["ns-1.awsdns-1.com."],
    });
  });
});

it("gives servers that are known only at apply one final dot each", () => {
  const template = synth((stack) => {
    const { domain, name, project } = DEV;
    const child = new DnsZone(stack, "child", { ...DEV, domain: "graph.example.org" });
    DnsZone.fromExisting(stack, "parent", { domain, name, project }).delegate(
      "graph",
      child.nameServers,
    );
  });
  expect(only(template, "google_dns_record_set").rrdatas).toBe(
    '${split(" ", replace(join(" ", google_dns_managed_zone.child.name_servers), "/[.]?( |$)/", ".$1"))}',
  );
});

describe("an adopted zone", () => {
  const LISTING = [
    { name: "example.org.", type: "NS", ttl: 21_600, rrdatas: ["ns-cloud-a1.googledomains.com."] },
    { name: "example.org.", type: "SOA", ttl: 21_600, rrdatas: ["ns-cloud-a1 ..."] },
    { name: "_acme-challenge.example.org.", type: "TXT", ttl: 10, rrdatas: ['"x"'] },
    { name: "*.example.org.", type: "CNAME", ttl: 300, rrdatas: ["example.org."] },
    { name: "key.example.org.", type: "TXT", ttl: 300, rrdatas: ['"v=DKIM1; " "k=rsa"'] },
  ];
  const records = recordsFromListing(LISTING, "example.org");

  it("is read from a listing, but for the apex's own and traces of challenges", () => {
    expect(records).toEqual([
      { name: "*.example.org", type: "CNAME", ttlSeconds: 300, values: ["example.org."] },
      { name: "key.example.org", type: "TXT", ttlSeconds: 300, values: ["v=DKIM1; k=rsa"] },
    ]);
  });

  it("imports itself and each of its records by the provider's ids", () => {
    const template = make({ ...PROD, adopt: true, records });
    const imports = template["import"] as { id: string }[];
    expect(imports.map(({ id }) => id).sort()).toEqual([
      "projects/acme-dev/managedZones/acme-dev-parent",
      "projects/acme-dev/managedZones/acme-dev-parent/rrsets/*.example.org./CNAME",
      "projects/acme-dev/managedZones/acme-dev-parent/rrsets/key.example.org./TXT",
    ]);
    expect(Object.keys(resourcesOf(template, "google_dns_record_set"))).toHaveLength(2);
  });

  it("is refused with every record that would be lost", () => {
    const geo = { name: "a.example.org.", type: "A", ttl: 60, routingPolicy: { geo: {} } };
    const spf = { name: "example.org.", type: "SPF", ttl: 60, rrdatas: ['"v=spf1 -all"'] };
    expect(refusal(() => recordsFromListing([geo, spf], "example.org"))).toBe(
      [
        "listing of example.org: A of a.example.org must answer everybody alike, without a routing policy",
        'listing of example.org: SPF of example.org must be one of A, AAAA, CAA, CNAME, DS, HTTPS, MX, NAPTR, NS, PTR, SRV, SSHFP, SVCB, TLSA, TXT, got "SPF"',
      ].join("\n"),
    );
  });
});

it("tells everything that is wrong at once", () => {
  const wrong: DnsZoneProps = {
    stage: "dev",
    domain: "Example.org",
    name: "Parent",
    project: "123",
    ttlSeconds: -1,
    records: [],
  };
  expect(refusal(() => make(wrong))).toBe(
    [
      'domain must be a lower-case domain name without a final dot, got "Example.org"',
      'name must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen (google resource), got "Parent"',
      'project must be a project id, not a number, got "123"',
      "ttlSeconds must be 0 to 604800, got -1",
    ]
      .map((line) => `test/zone: ${line}`)
      .join("\n"),
  );
  const apex: RecordSet = { name: "example.org", type: "CNAME", values: ["a.example.com"] };
  expect(refusal(() => make({ ...DEV, records: [apex] }))).toBe(
    "test/zone: records.cname-apex must not be a CNAME: the apex has records of its own",
  );
});
