import { synth } from "@groundplan/aws/testing";
import { Token } from "cdktf";
import { describe, expect, it } from "vitest";
import type { ExistingNetworkProps } from "./existing-network.ts";
import type { Network } from "./network.ts";
import { Vpc } from "./vpc.ts";

const KNOWN: ExistingNetworkProps = {
  vpcId: "vpc-1",
  cidr: "10.20.0.0/16",
  zones: ["eu-west-1b", "eu-west-1a"],
  subnetIds: { private: ["subnet-a", "subnet-b"] },
  hasEgress: false,
};

function existing<T>(change: Partial<ExistingNetworkProps>, use: (network: Network) => T): T {
  let result: T | undefined;
  synth((stack) => {
    result = use(Vpc.fromExisting(stack, "network", { ...KNOWN, ...change }));
  });
  return result!;
}

describe("a network that stands already", () => {
  it("is seen as one that is made here, and makes nothing", () => {
    const seen = existing({}, ({ vpcId, cidr, zones, hasEgress, endpointServices }) => ({
      ...{ vpcId, cidr, zones, hasEgress, endpointServices },
    }));
    expect(seen).toEqual({
      vpcId: "vpc-1",
      cidr: "10.20.0.0/16",
      zones: ["eu-west-1a", "eu-west-1b"],
      hasEgress: false,
      endpointServices: [],
    });
    expect(synth((stack) => Vpc.fromExisting(stack, "network", KNOWN)).resource).toEqual({});
  });

  it("hands out its subnets by tier", () => {
    expect(existing({}, (network) => network.subnetIds("private"))).toEqual([
      "subnet-a",
      "subnet-b",
    ]);
  });

  it("passes a list from another stack's state through whole", () => {
    const list = Token.asList("${data.terraform_remote_state.network.outputs.ids}");
    expect(existing({ subnetIds: { private: list } }, (each) => each.subnetIds("private"))).toBe(
      list,
    );
  });

  it("refuses a tier that it does not have", () => {
    expect(() => existing({}, (network) => network.subnetIds("database"))).toThrow(
      'test/network: tier must be one of private, got "database"',
    );
  });

  it("refuses a tier that misses a zone", () => {
    expect(() => existing({ subnetIds: { private: ["subnet-a"] } }, () => 0)).toThrow(
      'test/network: subnetIds.private must have one id for each of 2 zones, got ["subnet-a"]',
    );
  });
});
