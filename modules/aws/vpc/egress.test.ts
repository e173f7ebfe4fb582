import { addresses, only, resourcesOf, type Template } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { byName, made, withNetwork } from "./testing/made.ts";

const eipNames = (template: Template) => Object.keys(byName(template, "aws_eip")).sort();

/** Default routes: name of the route table to the type of what they lead to. */
function waysOut(template: Template): Record<string, string> {
  const tables = resourcesOf(template, "aws_route_table");
  const nameOf = (reference: string) =>
    tables[/aws_route_table\.([^.]+)\./.exec(reference)![1]!]!["tags"].Name;
  const targetOf = (route: Record<string, string>) =>
    /\$\{(\w+)\./.exec(
      (route["gateway_id"] ?? route["nat_gateway_id"] ?? route["network_interface_id"])!,
    )![1]!;
  return Object.fromEntries(
    Object.values(resourcesOf(template, "aws_route")).map((route) => [
      nameOf(route["route_table_id"]).replace("acme-prod-music-", ""),
      targetOf(route),
    ]),
  );
}

describe("routes", () => {
  it.each([
    ["nat-instance", "aws_network_interface"],
    ["single-nat", "aws_nat_gateway"],
    ["nat-per-zone", "aws_nat_gateway"],
    ["regional-nat", "aws_nat_gateway"],
  ] as const)("with %s lead private subnets to it and isolated ones nowhere", (egress, target) => {
    expect(waysOut(made({ egress }))).toEqual({
      public: "aws_internet_gateway",
      "private-eu-west-1a": target,
      "private-eu-west-1b": target,
    });
  });

  it("with none lead private subnets nowhere", () => {
    expect(waysOut(made({ egress: "none" }))).toEqual({ public: "aws_internet_gateway" });
  });

  it("keep their addresses whatever the way out, so that a change redirects them in place", () => {
    const routes = (egress: "nat-instance" | "nat-per-zone" | "regional-nat") =>
      addresses(made({ egress })).filter((address) => address.startsWith("aws_route"));
    expect(routes("nat-instance")).toEqual(routes("nat-per-zone"));
    expect(routes("regional-nat")).toEqual(routes("nat-per-zone"));
  });
});

describe("NAT gateways", () => {
  it("stand one in each zone, each with its own address", () => {
    const template = made();
    expect(Object.keys(byName(template, "aws_nat_gateway"))).toEqual([
      "acme-prod-music-eu-west-1a",
      "acme-prod-music-eu-west-1b",
    ]);
    expect(eipNames(template)).toEqual([
      "acme-prod-music-nat-eu-west-1a",
      "acme-prod-music-nat-eu-west-1b",
    ]);
  });

  it("stay when a zone is added", () => {
    const more = made({ zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"] });
    expect(resourcesOf(more, "aws_nat_gateway")).toMatchObject(
      resourcesOf(made(), "aws_nat_gateway"),
    );
  });

  it("are one in the zone that is named", () => {
    const template = made({ egress: "single-nat", nat: { zone: "eu-west-1b" } });
    expect(Object.keys(byName(template, "aws_nat_gateway"))).toEqual([
      "acme-prod-music-eu-west-1b",
    ]);
  });

  it("wait for the public subnets' own way out", () => {
    const { depends_on } = only(made({ egress: "single-nat" }), "aws_nat_gateway");
    expect(depends_on.map((address: string) => address.split(".")[0])).toEqual([
      "aws_route_table_association",
      "aws_route",
    ]);
  });
});

describe("the regional NAT gateway", () => {
  it("spans the zones with addresses of ours and has no subnet", () => {
    const nat = only(made({ egress: "regional-nat" }), "aws_nat_gateway");
    expect(nat).toMatchObject({ availability_mode: "regional", vpc_id: "${aws_vpc.network.id}" });
    expect(nat["subnet_id"]).toBeUndefined();
    expect(
      nat["availability_zone_address"].map((each: Record<string, unknown>) => [
        each["availability_zone"],
        (each["allocation_ids"] as string[]).length,
      ]),
    ).toEqual([
      ["eu-west-1a", 1],
      ["eu-west-1b", 1],
    ]);
  });

  it("needs no public tier", () => {
    const tiers = { private: { kind: "private", prefix: 20, slot: 0 } } as const;
    const template = made({ egress: "regional-nat", tiers });
    expect(Object.keys(resourcesOf(template, "aws_nat_gateway"))).toHaveLength(1);
  });
});

describe("moving from one way out to another in two applies", () => {
  const before = made({ egress: "nat-per-zone" });
  const first = made({ egress: "nat-per-zone", nat: { standby: "regional-nat" } });
  const second = made({ egress: "regional-nat", nat: { standby: "nat-per-zone" } });

  it("first makes the new one beside the old one, which carries on as it was", () => {
    expect(addresses(first)).toEqual(expect.arrayContaining(addresses(before)));
    expect(first.resource["aws_route"]).toEqual(before.resource["aws_route"]);
    expect(eipNames(first)).toHaveLength(4);
  });

  it("then only redirects the routes", () => {
    const { aws_route: routesThen, ...restThen } = second.resource;
    const { aws_route: routesNow, ...restNow } = first.resource;
    expect(restThen).toEqual(restNow);
    expect(Object.keys(routesThen!)).toEqual(Object.keys(routesNow!));
  });
});

describe("Elastic IPs that the configuration names no longer", () => {
  const forgotten = (template: Template): string[] =>
    ((template["removed"] ?? []) as { from: string; lifecycle: object }[]).map(
      ({ from, lifecycle }) => `${from.replace(/_[0-9A-F]{8}$/, "")} ${JSON.stringify(lifecycle)}`,
    );
  const eip = (key: string) => `aws_eip.network_egress_addresses_${key} {"destroy":false}`;

  it("are forgotten in prod and not released: of other kinds, and of every zone that may have been", () => {
    const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c", "eu-west-1d"];
    const others = ["instance", "regional"].flatMap((kind) =>
      zones.map((zone) => `${kind}-${zone}`),
    );
    const template = made({ egress: "nat-per-zone" });
    expect(forgotten(template)).toEqual(
      [...others.slice(0, 4), "nat-eu-west-1c", "nat-eu-west-1d", ...others.slice(4)].map(eip),
    );
  });

  it("have the very addresses that they had", () => {
    const held = Object.keys(made({ egress: "single-nat" }).resource["aws_eip"]!);
    const gone = made({ egress: "none" })["removed"] as { from: string }[];
    expect(gone.map(({ from }) => from)).toContain(`aws_eip.${held[0]}`);
  });

  it("are forgotten when the same address is brought along instead", () => {
    const nat = { allocationIds: { "nat-eu-west-1a": "eipalloc-1" } };
    expect(forgotten(made({ egress: "single-nat", nat }))).toContain(eip("nat-eu-west-1a"));
  });

  it("are released in dev, where nobody has them on a list", () => {
    expect(forgotten(made({ stage: "dev" }))).toEqual([]);
  });
});

describe("Elastic IPs", () => {
  it("stand apart from what uses them and outlive it when they are kept", () => {
    const nat = { keepAddressesOf: ["nat-per-zone"] } as const;
    const none = made({ egress: "none", nat });
    expect(none.resource["aws_eip"]).toEqual(made().resource["aws_eip"]);
    expect(resourcesOf(none, "aws_nat_gateway")).toEqual({});
  });

  it("are shared by one NAT gateway and one per zone", () => {
    const [single] = Object.entries(resourcesOf(made({ egress: "single-nat" }), "aws_eip"));
    expect(Object.entries(resourcesOf(made(), "aws_eip"))).toContainEqual(single);
  });

  it.each([
    ["dev", undefined],
    ["prod", { prevent_destroy: true }],
  ] as const)("in %s have the lifecycle %j", (stage, lifecycle) => {
    const template = made({ stage, egress: "single-nat" });
    expect(only(template, "aws_eip")["lifecycle"]).toEqual(lifecycle);
  });

  it("keep their address in the state; another one releases what partners have allowed", () => {
    const template = made({ egress: "single-nat" });
    expect(Object.keys(resourcesOf(template, "aws_eip"))).toEqual([
      "network_egress_addresses_nat-eu-west-1a_E4A3B21F",
    ]);
  });

  it("can be brought along", () => {
    const template = made({
      egress: "single-nat",
      nat: { allocationIds: { "nat-eu-west-1a": "eipalloc-1" } },
    });
    expect(only(template, "aws_nat_gateway")["allocation_id"]).toBe("eipalloc-1");
    expect(resourcesOf(template, "aws_eip")).toEqual({});
  });

  it("of the way in use are told for allow-lists", () => {
    const count = withNetwork({ nat: { standby: "regional-nat" } }, (vpc) => vpc.egressIps.length);
    expect(count).toBe(2);
  });
});
