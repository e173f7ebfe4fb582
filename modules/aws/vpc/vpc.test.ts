import { fixedCosts } from "@groundplan/core/cost";
import { addresses, only, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { byName, made, PROPS, withNetwork } from "./testing/made.ts";
import { DEFAULTS } from "./vpc-props.ts";

const THREE = { zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"] };
const subnetRanges = (change = {}) =>
  Object.fromEntries(
    Object.entries(byName(made(change), "aws_subnet")).map(([name, { cidr_block }]) => [
      name,
      cidr_block,
    ]),
  );

describe("defaults", () => {
  it("are these, stage by stage", () => {
    expect(DEFAULTS).toEqual({
      egress: { dev: "nat-instance", prod: "nat-per-zone" },
      endpointSets: { dev: [], prod: ["fargate"] },
      flowLogs: { dev: false, prod: true },
      flowLogRetentionDays: { dev: 7, prod: 30 },
      protectAddresses: { dev: false, prod: true },
      zonesAtLeast: { dev: 1, prod: 2 },
    });
  });

  it.each([
    ["dev", { aws_autoscaling_group: 1, aws_nat_gateway: 0, aws_vpc_endpoint: 2, aws_flow_log: 0 }],
    [
      "prod",
      { aws_autoscaling_group: 0, aws_nat_gateway: 2, aws_vpc_endpoint: 9, aws_flow_log: 1 },
    ],
  ] as const)("make a %s network of these parts", (stage, counts) => {
    const template = made({ stage });
    const real = Object.keys(counts).map((type) => [
      type,
      Object.keys(resourcesOf(template, type)).length,
    ]);
    expect(Object.fromEntries(real)).toEqual(counts);
  });

  it("have a public, a private and an isolated tier", () => {
    expect(subnetRanges()).toEqual({
      "acme-prod-music-public-eu-west-1a": "10.20.48.0/26",
      "acme-prod-music-public-eu-west-1b": "10.20.112.0/26",
      "acme-prod-music-private-eu-west-1a": "10.20.0.0/20",
      "acme-prod-music-private-eu-west-1b": "10.20.64.0/20",
      "acme-prod-music-database-eu-west-1a": "10.20.32.0/24",
      "acme-prod-music-database-eu-west-1b": "10.20.96.0/24",
    });
  });
});

describe("the VPC", () => {
  it("resolves names, as private names of endpoints need it", () => {
    expect(only(made(), "aws_vpc")).toMatchObject({
      cidr_block: "10.20.0.0/16",
      enable_dns_support: true,
      enable_dns_hostnames: true,
      tags: { Name: "acme-prod-music" },
    });
  });

  it("keeps what must hold against an override", () => {
    const overrides = { vpc: { enableDnsSupport: false, instanceTenancy: "dedicated" } };
    const vpc = only(made({ overrides }), "aws_vpc");
    expect([vpc["enable_dns_support"], vpc["instance_tenancy"]]).toEqual([true, "dedicated"]);
  });

  it("books its range in an IPAM pool", () => {
    const vpc = only(made({ ipamPoolId: "ipam-pool-1" }), "aws_vpc");
    expect([vpc["ipv4_ipam_pool_id"], vpc["cidr_block"]]).toEqual(["ipam-pool-1", "10.20.0.0/16"]);
  });

  it("gives the address under which it is known, which a move would have to keep", () => {
    expect(addresses(made()).filter((address) => address.startsWith("aws_vpc."))).toEqual([
      "aws_vpc.network",
    ]);
  });
});

describe("subnets", () => {
  it("stay what and where they are when a zone is added or dropped", () => {
    const two = made();
    const three = made(THREE);
    expect(addresses(three)).toEqual(expect.arrayContaining(addresses(two)));
    const other = { zones: ["eu-west-1b", "eu-west-1c"] };
    expect(three.resource["aws_subnet"]).toMatchObject(made(other).resource["aws_subnet"]!);
  });

  it("stay where they are when a tier is added, so that no endpoint blocks a replacement", () => {
    const cache = { kind: "isolated", prefix: 26, slot: 4 } as const;
    const tiers = {
      database: { kind: "isolated", prefix: 24, slot: 8 },
      cache,
      private: { kind: "private", prefix: 20, slot: 0 },
      public: { kind: "public", prefix: 26, slot: 12 },
    } as const;
    expect(subnetRanges({ tiers })).toMatchObject(subnetRanges());
  });

  it("do not depend on the order of the zones", () => {
    expect(made({ zones: ["eu-west-1b", "eu-west-1a"] })).toEqual(made());
  });

  it("stand in zones that were typed, never looked up", () => {
    expect(made().data).toEqual({});
  });

  it("never give out public addresses by themselves", () => {
    const template = made({ overrides: { subnet: { mapPublicIpOnLaunch: true } } });
    const given = Object.values(resourcesOf(template, "aws_subnet")).map(
      (subnet) => subnet["map_public_ip_on_launch"],
    );
    expect(new Set(given)).toEqual(new Set([false]));
  });

  it("carry the tags of their tier", () => {
    const tags = { "kubernetes.io/role/internal-elb": "1" };
    const tiers = {
      public: { kind: "public", prefix: 26, slot: 12 },
      private: { kind: "private", prefix: 20, slot: 0, tags },
    } as const;
    const subnets = byName(made({ tiers }), "aws_subnet");
    expect(subnets["acme-prod-music-private-eu-west-1a"]!["tags"]).toMatchObject(tags);
  });

  it("are handed out by tier, in the order of the zones", () => {
    const ids = withNetwork({}, (vpc) => vpc.subnetIds("database").length);
    expect(ids).toBe(2);
  });

  it("of a tier that there is none of are refused with the tiers that there are", () => {
    const ask = () => withNetwork({}, (vpc) => vpc.subnetIds("databse"));
    expect(ask).toThrow(
      'test/network: tier must be one of database, private, public, got "databse"',
    );
  });
});

describe("IPv6", () => {
  const template = made({ ipv6: "dual-stack" });

  it("replaces nothing when it is turned on", () => {
    expect(addresses(template)).toEqual(expect.arrayContaining(addresses(made())));
    expect(only(template, "aws_vpc")["assign_generated_ipv6_cidr_block"]).toBe(true);
  });

  it("lets private subnets out by an egress-only gateway and isolated ones nowhere", () => {
    const routes = Object.values(resourcesOf(template, "aws_route"))
      .filter((route) => route["destination_ipv6_cidr_block"] === "::/0")
      .map((route) => [Boolean(route["gateway_id"]), Boolean(route["egress_only_gateway_id"])]);
    expect(routes).toEqual([
      [false, true],
      [false, true],
      [true, false],
    ]);
  });

  it('lets nobody out when egress is "none"', () => {
    const closed = made({ ipv6: "dual-stack", egress: "none" });
    expect(resourcesOf(closed, "aws_egress_only_internet_gateway")).toEqual({});
    const routes = Object.values(resourcesOf(closed, "aws_route"))
      .filter((route) => route["destination_ipv6_cidr_block"] === "::/0")
      .map((route) => Boolean(route["gateway_id"]));
    expect(routes).toEqual([true]);
  });

  it("numbers a subnet by its zone and tier, not by its turn", () => {
    const subnet = byName(template, "aws_subnet")["acme-prod-music-database-eu-west-1b"]!;
    expect(subnet["ipv6_cidr_block"]).toBe("${cidrsubnet(aws_vpc.network.ipv6_cidr_block, 8, 24)}");
  });
});

describe("what stands about a network", () => {
  it("is its DNS and time servers", () => {
    const dhcp = { domainName: "acme.internal", ntpServers: ["10.20.0.2"] };
    expect(only(made({ dhcp }), "aws_vpc_dhcp_options")).toMatchObject({
      domain_name: "acme.internal",
      domain_name_servers: ["AmazonProvidedDNS"],
      ntp_servers: ["10.20.0.2"],
    });
  });

  it("is its exemption from a block of public access, with the reason in its tags", () => {
    const reason = "Load balancers take requests from Cloudflare";
    const publicAccessExclusion = { mode: "allow-bidirectional", reason } as const;
    expect(only(made({ publicAccessExclusion }), "aws_vpc_block_public_access_exclusion")).toEqual({
      vpc_id: "${aws_vpc.network.id}",
      internet_gateway_exclusion_mode: "allow-bidirectional",
      tags: { Reason: reason },
    });
  });

  it("costs this much a month before any traffic, told at synth", () => {
    const costs = withNetwork(THREE, (vpc) => fixedCosts(vpc));
    expect(costs.map(({ item, usdPerMonth }) => [item, usdPerMonth])).toEqual([
      ["3 x NAT gateway by zone", 98.55],
      ["3 x Elastic IP", 10.95],
      ["7 x interface endpoint in 3 zones", 153.3],
    ]);
  });

  it("costs little in dev", () => {
    const costs = withNetwork({ ...PROPS, stage: "dev" }, (vpc) => fixedCosts(vpc));
    expect(costs.map(({ item, usdPerMonth }) => [item, usdPerMonth])).toEqual([
      ["1 x Elastic IP", 3.65],
      ["1 x t4g.nano", 3.07],
      ["8 GiB gp3", 0.64],
    ]);
  });
});
