import { only } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { inboundRules } from "./network-acl.ts";
import { made } from "./testing/made.ts";

const acl = (ipv6?: "dual-stack") => only(made({ ipv6 }), "aws_default_network_acl");
const WORLD = ["0.0.0.0/0", "::/0"];

describe("what AWS makes with every VPC", () => {
  it("is a security group that allows nothing, and shows what is added by hand", () => {
    expect(only(made(), "aws_default_security_group")).toMatchObject({ ingress: [], egress: [] });
  });

  it("is a route table that leads nowhere", () => {
    expect(only(made(), "aws_default_route_table")["route"]).toEqual([]);
  });

  it("is a network ACL whose subnets AWS keeps, so that other stacks may add theirs", () => {
    expect(acl()["lifecycle"]).toEqual({ ignore_changes: ["subnet_ids"] });
  });
});

describe("the network ACL", () => {
  it.each([20, 21, 22, 25, 3389])("keeps the internet off port %i", (port) => {
    const rules = inboundRules("10.20.0.0/16", "2001:db8::/56");
    const open = rules.filter(
      ({ cidrBlock, ipv6CidrBlock, protocol, fromPort, toPort }) =>
        WORLD.includes(cidrBlock ?? ipv6CidrBlock!) &&
        (protocol === "-1" || (protocol === "6" && fromPort <= port && port <= toPort)),
    );
    expect(open).toEqual([]);
  });

  it.each([80, 443, 1024, 8443, 32768, 65535])("lets the internet answer on port %i", (port) => {
    const open = inboundRules("10.20.0.0/16").filter(
      ({ cidrBlock, protocol, fromPort, toPort }) =>
        cidrBlock === "0.0.0.0/0" && protocol === "6" && fromPort <= port && port <= toPort,
    );
    expect(open).toHaveLength(1);
  });

  it("lets everything in from private ranges", () => {
    const ranges = inboundRules("10.20.0.0/16").filter(({ protocol }) => protocol === "-1");
    expect(ranges.map(({ cidrBlock }) => cidrBlock)).toEqual([
      "10.20.0.0/16",
      "10.0.0.0/8",
      "172.16.0.0/12",
      "192.168.0.0/16",
      "100.64.0.0/10",
    ]);
  });

  it("stands in the VPC with all of these rules, and lets everything out", () => {
    const { ingress, egress } = acl("dual-stack");
    expect(ingress).toMatchObject(
      inboundRules("10.20.0.0/16", "${aws_vpc.network.ipv6_cidr_block}").map((rule) => ({
        rule_no: rule.ruleNo,
        action: "allow",
        protocol: rule.protocol,
        from_port: rule.fromPort,
        to_port: rule.toPort,
        ...(rule.cidrBlock && { cidr_block: rule.cidrBlock }),
        ...(rule.ipv6CidrBlock && { ipv6_cidr_block: rule.ipv6CidrBlock }),
      })),
    );
    expect(egress).toMatchObject([
      { protocol: "-1", cidr_block: "0.0.0.0/0" },
      { protocol: "-1", ipv6_cidr_block: "::/0" },
    ]);
  });

  it("stays within the 20 rules that AWS allows, each with its own number", () => {
    const numbers = acl("dual-stack")["ingress"].map((rule: { rule_no: number }) => rule.rule_no);
    expect(numbers.length).toBeLessThanOrEqual(20);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
