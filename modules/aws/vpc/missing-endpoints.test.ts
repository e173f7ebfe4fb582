import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { missingEndpoints } from "./missing-endpoints.ts";
import { withNetwork } from "./testing/made.ts";

const NEEDS = ["s3", "logs", "ecr.api", "ecr.dkr", "logs"] as const;
const reach = (change: object) =>
  withNetwork({ egress: "none", ...change }, (vpc) => missingEndpoints(vpc, NEEDS));

describe("what a private service cannot reach", () => {
  it("is every service without an endpoint when there is no egress", () => {
    expect(reach({ endpoints: { sets: [] } })).toEqual(["ecr.api", "ecr.dkr", "logs"]);
  });

  it("is nothing with the endpoints of its kind of workload", () => {
    expect(reach({ endpoints: { sets: ["fargate"] } })).toEqual([]);
  });

  it("is nothing with egress", () => {
    expect(reach({ egress: "single-nat", endpoints: { sets: [] } })).toEqual([]);
  });

  it("is the internet, whatever endpoints there are", () => {
    const network = { hasEgress: false, endpointServices: ["ecr.api", "ecr.dkr", "s3"] };
    expect(missingEndpoints(network, ["ecr.api", "internet"])).toEqual(["internet"]);
  });

  it("never grows with more endpoints, and never names what was not asked for", () => {
    const services = fc.array(fc.constantFrom("s3", "logs", "sqs", "ssm"));
    fc.assert(
      fc.property(services, services, services, (needs, some, more) => {
        const few = missingEndpoints({ hasEgress: false, endpointServices: some }, needs);
        const endpointServices = [...some, ...more];
        const many = missingEndpoints({ hasEgress: false, endpointServices }, needs);
        expect(few).toEqual(expect.arrayContaining(many));
        expect(needs).toEqual(expect.arrayContaining(few));
      }),
    );
  });
});
