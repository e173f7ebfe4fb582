import { addresses, resourcesOf } from "@groundplan/core/testing/synth";
import { DataTerraformRemoteStateLocal } from "cdktf";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { Zone } from "../zone/index.ts";
import { Records, type RecordsProps, validationRecord, type ZoneRecord } from "./index.ts";

const ZONE = {
  zoneId: "0123456789abcdef0123456789abcdef",
  name: "example.com",
  plan: "pro",
} as const;

/** What Terraform gets for one record. */
function attributesOf(record: ZoneRecord, change: Partial<RecordsProps> = {}) {
  const template = synth((stack) => {
    const zone = Zone.fromExisting(stack, "zone", ZONE);
    new Records(stack, "records", { stage: "prod", zone, records: [record], ...change });
  });
  return Object.values(resourcesOf(template, "cloudflare_dns_record"))[0];
}

const BASE = { zone_id: ZONE.zoneId, ttl: 300 };

describe("a record", () => {
  it.each<{ record: ZoneRecord; attributes: object }>([
    {
      record: { type: "A", name: "example.com", address: "192.0.2.10", proxied: true },
      attributes: { type: "A", name: "example.com", content: "192.0.2.10", ttl: 1, proxied: true },
    },
    {
      record: { type: "AAAA", name: "example.com", address: "2001:DB8:0::A", proxied: true },
      attributes: {
        type: "AAAA",
        name: "example.com",
        content: "2001:db8::a",
        ttl: 1,
        proxied: true,
      },
    },
    {
      record: { type: "CNAME", name: "api.example.com", target: "LB.example.net.", proxied: true },
      attributes: {
        type: "CNAME",
        name: "api.example.com",
        content: "lb.example.net",
        ttl: 1,
        proxied: true,
      },
    },
    {
      record: { type: "MX", name: "example.com", target: "mx.example.net", priority: 10 },
      attributes: { type: "MX", name: "example.com", content: "mx.example.net", priority: 10 },
    },
    {
      record: { type: "TXT", name: "example.com", text: "v=spf1 -all" },
      attributes: { type: "TXT", name: "example.com", content: '"v=spf1 -all"' },
    },
    {
      record: { type: "CAA", name: "example.com", tag: "issue", value: "amazon.com" },
      attributes: {
        type: "CAA",
        name: "example.com",
        data: { flags: 0, tag: "issue", value: "amazon.com" },
      },
    },
    {
      record: { type: "NS", name: "acme.example.com", target: "ns-1.example.net" },
      attributes: { type: "NS", name: "acme.example.com", content: "ns-1.example.net" },
    },
    {
      record: {
        type: "SRV",
        name: "_sip._tcp.example.com",
        priority: 5,
        weight: 0,
        port: 5060,
        target: "sip.example.net",
      },
      attributes: {
        type: "SRV",
        name: "_sip._tcp.example.com",
        priority: 5,
        data: { priority: 5, weight: 0, port: 5060, target: "sip.example.net" },
      },
    },
    {
      record: {
        type: "DS",
        name: "acme.example.com",
        keyTag: 2371,
        algorithm: 13,
        digestType: 2,
        digest: "ab12",
      },
      attributes: {
        type: "DS",
        name: "acme.example.com",
        data: { key_tag: 2371, algorithm: 13, digest_type: 2, digest: "ab12" },
      },
    },
    {
      record: {
        type: "HTTPS",
        name: "example.com",
        priority: 1,
        target: ".",
        parameters: "alpn=h3",
      },
      attributes: {
        type: "HTTPS",
        name: "example.com",
        data: { priority: 1, target: ".", value: "alpn=h3" },
      },
    },
    {
      record: {
        type: "TLSA",
        name: "_25._tcp.mx.example.com",
        usage: 3,
        selector: 1,
        matchingType: 1,
        certificate: "ab12",
      },
      attributes: {
        type: "TLSA",
        name: "_25._tcp.mx.example.com",
        data: { usage: 3, selector: 1, matching_type: 1, certificate: "ab12" },
      },
    },
    {
      record: {
        type: "SSHFP",
        name: "bastion.example.com",
        algorithm: 4,
        fingerprintType: 2,
        fingerprint: "ab12",
      },
      attributes: {
        type: "SSHFP",
        name: "bastion.example.com",
        data: { algorithm: 4, type: 2, fingerprint: "ab12" },
      },
    },
  ])("of type $record.type has its full name and nothing that drifts (#5378, #5517)", (row) => {
    expect(attributesOf(row.record)).toEqual({ ...BASE, ...row.attributes });
  });

  it("keeps a critical CAA flag as a number, which the binding turns into {}", () => {
    const caa = { type: "CAA", name: "example.com", tag: "issue", value: ";" } as const;
    expect(attributesOf({ ...caa, critical: true })!["data"]["flags"]).toBe(128);
  });

  it.each([
    { stage: "dev", ttl: 60 },
    { stage: "prod", ttl: 300 },
  ] as const)("lives for $ttl s in $stage", ({ stage, ttl }) => {
    const record: ZoneRecord = { type: "TXT", name: "example.com", text: "hello" };
    expect(attributesOf(record, { stage })!["ttl"]).toBe(ttl);
    expect(attributesOf({ ...record, ttlSeconds: 3600 }, { stage })!["ttl"]).toBe(3600);
  });

  it("shows its comment, or else its reason", () => {
    const grey = { type: "A", name: "vpn.example.com", proxied: false } as const;
    const privateAddress = { reason: "Reached through the VPN only" };
    expect(
      attributesOf({ ...grey, address: "192.0.2.10", comment: "Office VPN" })!["comment"],
    ).toBe("Office VPN");
    expect(attributesOf({ ...grey, address: "10.0.0.5", privateAddress })!["comment"]).toBe(
      "Reached through the VPN only",
    );
  });

  it("takes over one that exists", () => {
    const template = synth((stack) => {
      const zone = Zone.fromExisting(stack, "zone", ZONE);
      const adopt = { recordId: "abcdef" };
      const records: ZoneRecord[] = [{ type: "TXT", name: "example.com", text: "x", adopt }];
      new Records(stack, "records", { stage: "prod", zone, records });
    });
    expect(template["import"]).toMatchObject([{ id: `${ZONE.zoneId}/abcdef` }]);
  });

  it("can be overridden by its id in all but zone, type, name and proxy", () => {
    const record: ZoneRecord = {
      type: "CNAME",
      name: "api.example.com",
      target: "a.example.net",
      proxied: true,
    };
    const overrides = { "cname-api": { comment: "x", name: "api", proxied: false } };
    expect(attributesOf(record, { overrides })).toMatchObject({
      comment: "x",
      name: "api.example.com",
      proxied: true,
    });
  });
});

describe("records in another stack than their zone", () => {
  it("need but the zone's id and name from a contract", () => {
    const template = synth((stack) => {
      const state = new DataTerraformRemoteStateLocal(stack, "state", { path: "zone.tfstate" });
      const zone = Zone.fromExisting(stack, "zone", {
        zoneId: state.getString("zone_id"),
        name: state.getString("name"),
        plan: "pro",
      });
      const target = state.getString("load_balancer");
      const records: ZoneRecord[] = [
        { type: "CNAME", name: zone.hostname("api"), target, proxied: true },
      ];
      new Records(stack, "records", { stage: "prod", zone, records });
    });
    expect(Object.values(resourcesOf(template, "cloudflare_dns_record"))).toEqual([
      {
        zone_id: "${data.terraform_remote_state.state.outputs.zone_id}",
        type: "CNAME",
        name: "api.${data.terraform_remote_state.state.outputs.name}",
        content: '${trimsuffix(data.terraform_remote_state.state.outputs.load_balancer, ".")}',
        proxied: true,
        ttl: 1,
      },
    ]);
  });

  it("prove names whose record is known only at apply, grey and under a key", () => {
    const proof = { name: '${trimsuffix(aws.name, ".")}', value: '${trimsuffix(aws.value, ".")}' };
    expect(attributesOf(validationRecord("prove-api", proof))).toEqual({
      ...BASE,
      type: "CNAME",
      name: proof.name,
      content: proof.value,
      proxied: false,
      comment: "Proves the name for its certificate; renewal needs it",
    });
  });
});

describe("the identity of records", () => {
  const idsOf = (records: readonly ZoneRecord[]): string[] => {
    let ids: string[] = [];
    synth((stack) => {
      const zone = Zone.fromExisting(stack, "zone", ZONE);
      ids = Object.keys(new Records(stack, "records", { stage: "prod", zone, records }).records);
    });
    return ids;
  };
  const RECORDS: ZoneRecord[] = [
    { type: "A", name: "www.example.com", address: "192.0.2.10", proxied: true },
    { type: "A", name: "www.example.com", address: "192.0.2.11", proxied: true },
    {
      type: "CNAME",
      name: "*.example.com",
      target: "a.example.net",
      proxied: true,
      wildcard: { reason: "One name per customer" },
    },
    { type: "MX", name: "example.com", target: "mx.example.net", priority: 10 },
    { type: "TXT", name: "_dmarc.example.com", text: "v=DMARC1; p=reject" },
    { type: "TXT", key: "dkim", name: "s1._domainkey.example.com", text: "v=DKIM1; p=abc" },
  ];

  it("is type, name and value in readable form, or the key", () => {
    expect(idsOf(RECORDS)).toEqual([
      "a-www-192.0.2.10",
      "a-www-192.0.2.11",
      "cname-wildcard",
      "mx-apex-mx.example.net",
      "txt-_dmarc-v-dmarc1-p-reject",
      "dkim",
    ]);
  });

  it("is the same wherever a record stands and whatever stands beside it", () => {
    const make = (records: readonly ZoneRecord[]) =>
      addresses(
        synth((stack) => {
          const zone = Zone.fromExisting(stack, "zone", ZONE);
          new Records(stack, "records", { stage: "prod", zone, records });
        }),
      );
    const all = make(RECORDS);
    expect(make([...RECORDS].reverse())).toEqual(all);
    expect(all).toEqual(expect.arrayContaining(make(RECORDS.slice(2))));
  });
});
