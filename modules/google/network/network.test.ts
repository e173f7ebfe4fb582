import { fixedCosts } from "@groundplan/core/cost";
import { addresses, only, resourcesOf } from "@groundplan/core/testing/synth";
import type { TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { DEFAULTS, Network, type NetworkProps } from "./index.ts";

const DEV: NetworkProps = {
  stage: "dev",
  name: "acme-dev-graph",
  project: "acme-dev",
  region: "europe-west1",
  subnets: { hosts: { cidr: "10.60.0.0/24" } },
};
const PROD: NetworkProps = { ...DEV, stage: "prod", name: "acme-prod-graph" };

const make = (props: NetworkProps) => synth((stack) => new Network(stack, "network", props));

describe("in dev", () => {
  it("has automatic addresses, routes of its region, no records and no protection", () => {
    const template = make(DEV);
    expect(Object.keys(template.resource).sort()).toEqual([
      "google_compute_firewall",
      "google_compute_network",
      "google_compute_router",
      "google_compute_router_nat",
      "google_compute_subnetwork",
    ]);
    expect(only(template, "google_compute_network").routing_mode).toBe("REGIONAL");
    expect(only(template, "google_compute_router_nat")).toMatchObject({
      nat_ip_allocate_option: "AUTO_ONLY",
      min_ports_per_vm: 64,
      max_ports_per_vm: 4096,
      enable_dynamic_port_allocation: true,
      enable_endpoint_independent_mapping: false,
      log_config: { enable: true, filter: "ERRORS_ONLY" },
    });
    expect(only(template, "google_compute_subnetwork").log_config).toBeUndefined();
  });
});

describe("in prod", () => {
  it("leaves by two addresses that stay, and records half of the flows", () => {
    const template = make(PROD);
    const nat = only(template, "google_compute_router_nat");
    expect(nat.nat_ip_allocate_option).toBe("MANUAL_ONLY");
    expect(nat.nat_ips).toHaveLength(2);
    const reserved = Object.values(resourcesOf(template, "google_compute_address"));
    expect(reserved.map(({ name, lifecycle }) => [name, lifecycle]).sort()).toEqual([
      ["acme-prod-graph-nat-a", { prevent_destroy: true }],
      ["acme-prod-graph-nat-b", { prevent_destroy: true }],
    ]);
    expect(only(template, "google_compute_network").routing_mode).toBe("GLOBAL");
    expect(only(template, "google_compute_subnetwork").log_config).toEqual({
      flow_sampling: 0.5,
      aggregation_interval: "INTERVAL_10_MIN",
      metadata: "INCLUDE_ALL_METADATA",
    });
  });
});

it("has the same defaults in its constant", () => {
  expect(DEFAULTS).toEqual({
    natAddresses: { dev: [], prod: ["a", "b"] },
    routing: { dev: "regional", prod: "global" },
    flowLogs: { dev: false, prod: true },
    privateServicesPrefix: { dev: 20, prod: 16 },
    abandonPrivateServices: { dev: true, prod: false },
    protectAddresses: { dev: false, prod: true },
  });
});

describe.each([DEV, PROD])("in $stage", (props) => {
  it("plans its subnets itself and reaches Google's services without the way out", () => {
    const overrides = {
      network: { autoCreateSubnetworks: true, mtu: 1500 },
      subnet: { privateIpGoogleAccess: false },
    };
    const template = make({ ...props, overrides });
    expect(only(template, "google_compute_network")).toMatchObject({
      auto_create_subnetworks: false,
      mtu: 1500,
    });
    expect(only(template, "google_compute_subnetwork")).toMatchObject({
      ip_cidr_range: "10.60.0.0/24",
      private_ip_google_access: true,
    });
  });

  it("keeps out what nothing lets in", () => {
    expect(only(make(props), "google_compute_firewall")).toMatchObject({
      direction: "INGRESS",
      priority: 65_534,
      source_ranges: ["0.0.0.0/0"],
      deny: [{ protocol: "all" }],
    });
  });
});

it("has no way out where nothing leaves", () => {
  const made = addresses(make({ ...PROD, egress: "none" }));
  expect(made.filter((address) => /router|address/.test(address))).toEqual([]);
});

it("gives each machine a fixed number of ports where that is asked", () => {
  const nat = only(make({ ...DEV, nat: { ports: { each: 1024 } } }), "google_compute_router_nat");
  expect(nat).toMatchObject({ min_ports_per_vm: 1024, enable_dynamic_port_allocation: false });
  expect(nat.max_ports_per_vm).toBeUndefined();
});

it("keeps the addresses of the others when one key goes", () => {
  const both = make(PROD);
  const one = make({ ...PROD, nat: { addresses: ["b"] } });
  const names = Object.keys(resourcesOf(both, "google_compute_address"));
  expect(names).toEqual(
    expect.arrayContaining(Object.keys(resourcesOf(one, "google_compute_address"))),
  );
});

describe("private services", () => {
  it.each([
    ["dev", 20, "ABANDON"],
    ["prod", 16, undefined],
  ] as const)("stand in a range of the stage's size in %s", (stage, prefix, policy) => {
    const template = make({ ...DEV, stage, privateServices: { base: "10.80.0.0" } });
    expect(only(template, "google_compute_global_address")).toMatchObject({
      purpose: "VPC_PEERING",
      address: "10.80.0.0",
      prefix_length: prefix,
    });
    const connection = only(template, "google_service_networking_connection");
    expect(connection).toMatchObject({ update_on_creation_fail: true });
    expect(connection.deletion_policy).toBe(policy);
  });
});

it("tells what it costs while nobody uses it", () => {
  const found: number[] = [];
  synth((stack: TerraformStack) => {
    new Network(stack, "network", PROD);
    found.push(...fixedCosts(stack).map(({ usdPerMonth }) => usdPerMonth));
  });
  expect(found.map((usd) => usd.toFixed(2))).toEqual(["1.02", "7.30"]);
});
