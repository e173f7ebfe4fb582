import { describe, expect, it } from "vitest";
import { readingsOf } from "./readings.ts";
import { ESTATE, stacksOf } from "./testing/estate.ts";

const stacks = stacksOf(ESTATE);
const AFTER_BASE = { producer: "dev-base-state", consumer: "dev-shop-service", fields: [] };
const NETWORK = {
  producer: "dev-shop-network",
  consumer: "dev-shop-service",
  contract: "network",
  fields: ["network_subnet_ids", "network_vpc_id"],
};

describe("what stacks take from each other", () => {
  it("is the fields of contracts, wherever in an expression, and the turn after another", () => {
    expect(readingsOf(stacks)).toEqual([AFTER_BASE, NETWORK]);
  });

  it("is the same in whichever order the stacks come", () => {
    expect(readingsOf([...stacks].reverse())).toEqual([AFTER_BASE, NETWORK]);
  });

  it("is named as the output where that belongs to no contract", () => {
    const reading = { a: "${data.terraform_remote_state.n.outputs.egress_ips}" };
    const remote = { n: { backend: "s3", config: { bucket: "b", key: "network" } } };
    const reader = {
      data: { terraform_remote_state: remote },
      resource: { x: { y: reading } },
      terraform: { backend: { s3: { bucket: "b", key: "reader" } } },
    };
    const network = ESTATE["dev-shop-network"];
    const estate = { "dev-shop-network": network, "dev-shop-reader": reader };
    expect(readingsOf(stacksOf(estate))).toEqual([
      {
        producer: "dev-shop-network",
        consumer: "dev-shop-reader",
        contract: "egress_ips",
        fields: ["egress_ips"],
      },
    ]);
  });
});
