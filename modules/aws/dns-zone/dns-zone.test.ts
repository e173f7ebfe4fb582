import { addresses, only, refusal, resourcesOf } from "@groundplan/core/testing/synth";
import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { DEFAULTS, DnsZone, type DnsZoneProps, type ZoneRecordSet } from "./index.ts";

const ZONE = "graph.example.org";
const DEV: DnsZoneProps = { stage: "dev", name: ZONE };
const PROD: DnsZoneProps = { ...DEV, stage: "prod" };
const WWW: ZoneRecordSet = { name: `www.${ZONE}`, type: "A", values: ["203.0.113.5"] };

const make = (props: DnsZoneProps) => synth((stack) => new DnsZone(stack, "zone", props));
const record = (set: ZoneRecordSet, props = DEV) =>
  only(make({ ...props, records: [set] }), "aws_route53_record");

describe("a zone", () => {
  it.each([
    [DEV, 60, false],
    [PROD, 300, true],
  ] as const)("keeps answers and itself as its stage asks", (props, ttl, protect) => {
    expect(only(make(props), "aws_route53_zone")).toEqual({
      name: ZONE,
      comment: `Records of ${ZONE}`,
      force_destroy: !protect,
      lifecycle: { prevent_destroy: protect },
    });
    expect(record(WWW, props).ttl).toBe(ttl);
    expect(DEFAULTS.ttlSeconds[props.stage]).toBe(ttl);
    expect(DEFAULTS.protect[props.stage]).toBe(protect);
  });

  it("keeps its address: another zone has other name servers", () => {
    expect(addresses(make(PROD))).toEqual(["aws_route53_zone.zone"]);
  });

  it("tells what its parent must name and publish", () => {
    const keyArn = "arn:aws:kms:us-east-1:111122223333:key/0b1c";
    const template = synth((stack) => {
      const zone = new DnsZone(stack, "zone", { ...PROD, dnssec: { keyArn } });
      new TerraformOutput(stack, "servers", { value: zone.nameServers });
      new TerraformOutput(stack, "ds", { value: zone.dsRecord });
    });
    expect(template.output).toMatchObject({
      servers: { value: "${aws_route53_zone.zone.name_servers}" },
      ds: { value: expect.stringContaining(".ds_record}") },
    });
    expect(only(template, "aws_route53_hosted_zone_dnssec").hosted_zone_id).toMatch(
      /^\$\{aws_route53_key_signing_key\./,
    );
  });

  it("writes down its questions where somebody asks for it", () => {
    const queryLogGroupArn = "arn:aws:logs:us-east-1:111122223333:log-group:/dns/graph";
    const log = only(make({ ...DEV, queryLogGroupArn }), "aws_route53_query_log");
    expect(log.cloudwatch_log_group_arn).toBe(queryLogGroupArn);
  });
});

describe("its records", () => {
  it("are known by type and name, so that neither place nor value moves one", () => {
    const mail: ZoneRecordSet = { name: ZONE, type: "MX", values: ["10 mail.example.org"] };
    const known = (records: ZoneRecordSet[]) =>
      Object.entries(resourcesOf(make({ ...DEV, records }), "aws_route53_record"))
        .map(([id, { name, type }]) => `${id}: ${type} of ${name}`)
        .sort();
    expect(known([WWW, mail])).toEqual(known([mail, { ...WWW, values: ["203.0.113.6"] }]));
  });

  it("hold texts as the provider wants them, however long", () => {
    const made = record({ name: ZONE, type: "TXT", values: ['a "quote"', "x".repeat(300)] });
    expect(made.records).toEqual(['a \\"quote\\"', `${"x".repeat(255)}""${"x".repeat(45)}`]);
  });

  it("follow a load balancer without a TTL of their own", () => {
    const alias = { target: "lb-1.eu-west-1.elb.amazonaws.com", zoneId: "Z32O12XQLNTSW2" };
    const made = record({ name: ZONE, type: "A", alias });
    expect(made.alias).toEqual({
      name: alias.target,
      zone_id: alias.zoneId,
      evaluate_target_health: false,
    });
    expect([made.ttl, made.records]).toEqual([undefined, undefined]);
  });

  it("share out answers by weight, each share with a name of its own", () => {
    const weighted = {
      old: { weight: 90, values: ["203.0.113.5"] },
      new: { weight: 10, values: ["203.0.113.6"] },
    };
    const template = make({ ...DEV, records: [{ name: WWW.name, type: "A", weighted }] });
    const shares = Object.values(resourcesOf(template, "aws_route53_record")).map(
      ({ set_identifier, weighted_routing_policy, records }) =>
        `${set_identifier} ${weighted_routing_policy.weight} ${records}`,
    );
    expect(shares.sort()).toEqual(["new 10 203.0.113.6", "old 90 203.0.113.5"]);
  });

  it("hand a part of the zone to other servers, from the stack of who gets it", () => {
    const template = synth((stack) => {
      const parent = { name: "example.org", zoneId: "Z0123456789ABCDEFGHIJ" };
      DnsZone.fromExisting(stack, "parent", parent).delegate("graph.dev", [
        "ns-1.awsdns-1.com",
        "ns-2.awsdns-2.net",
      ]);
    });
    expect(only(template, "aws_route53_record")).toEqual({
      zone_id: "Z0123456789ABCDEFGHIJ",
      name: "graph.dev.example.org",
      type: "NS",
      ttl: 3600,
      records: ["ns-1.awsdns-1.com", "ns-2.awsdns-2.net"],
    });
  });
});

it("answers for a machine from the machine's own stack, checked like its own records", () => {
  const answer = (set: { name: string; values: string[] }) =>
    synth((stack) => {
      const known = { name: ZONE, zoneId: "Z0123456789ABCDEFGHIJ" };
      const zone = DnsZone.fromExisting(stack, "zone", known);
      zone.answer({ type: "A", ttlSeconds: 60, ...set });
    });
  expect(only(answer({ name: ZONE, values: ["203.0.113.5"] }), "aws_route53_record")).toEqual({
    zone_id: "Z0123456789ABCDEFGHIJ",
    name: ZONE,
    type: "A",
    ttl: 60,
    records: ["203.0.113.5"],
  });
  expect(refusal(() => answer({ name: "www.example.com", values: ["203.0.113.5"] }))).toMatch(
    /^test\/zone: records\.a-\S* must be named graph\.example\.org or below it/,
  );
});

describe("an adopted zone", () => {
  it("imports itself and each of its records by the provider's ids", () => {
    const weighted = { blue: { weight: 1, values: ["203.0.113.7"] } };
    const any: ZoneRecordSet = { name: `*.${ZONE}`, type: "A", weighted };
    const adopt = { zoneId: "Z0123456789ABCDEFGHIJ" };
    const template = make({ ...PROD, adopt, records: [WWW, any] });
    const imports = template["import"] as { id: string; to: string }[];
    expect(imports.map(({ id }) => id).sort()).toEqual([
      "Z0123456789ABCDEFGHIJ",
      "Z0123456789ABCDEFGHIJ_*.graph.example.org_A_blue",
      "Z0123456789ABCDEFGHIJ_www.graph.example.org_A",
    ]);
    expect(imports.every(({ to }) => /^aws_route53_(zone|record)\./.test(to))).toBe(true);
  });
});

it("tells everything that is wrong at once", () => {
  const wrong: DnsZoneProps = {
    stage: "dev",
    name: "graph.example.org",
    ttlSeconds: -1,
    adopt: { zoneId: "/hostedzone/Z1" },
    dnssec: { keyArn: "arn:aws:kms:eu-west-1:111122223333:key/0b1c" },
    queryLogGroupArn: "arn:aws:logs:eu-west-1:111122223333:log-group:dns",
    records: [
      WWW,
      { ...WWW, values: [] },
      { name: ZONE, type: "A", alias: { target: "https://lb", zoneId: "Z1" } },
      { name: WWW.name, type: "AAAA", weighted: { Blue: { weight: 300, values: [] } } },
    ],
  };
  expect(refusal(() => make(wrong))).toBe(
    [
      "ttlSeconds must be 0 to 604800, got -1",
      "records.a-www must stand once; put its values together",
      "records.a-www must have at least one value",
      "records.aaaa-www must have at least one value",
      'records.a-apex.alias.target must be a name, without a scheme, got "https://lb"',
      'records.aaaa-www.weighted must have kebab-case keys, got "Blue"',
      "records.aaaa-www.weighted.Blue.weight must be 0 to 255, got 300",
      "records.aaaa-www.weighted.Blue must have at least one value",
      'adopt.zoneId must be the id of a Route 53 zone, got "/hostedzone/Z1"',
      'dnssec.keyArn must be a key in us-east-1: Route 53 takes no other region\'s, got "arn:aws:kms:eu-west-1:111122223333:key/0b1c"',
      'queryLogGroupArn must be a log group in us-east-1: Route 53 takes no other region\'s, got "arn:aws:logs:eu-west-1:111122223333:log-group:dns"',
    ]
      .map((line) => `test/zone: ${line}`)
      .join("\n"),
  );
  expect(refusal(() => make({ ...DEV, name: "Graph.example.org." }))).toBe(
    'test/zone: name must be a lower-case domain name without a final dot, got "Graph.example.org."',
  );
});
