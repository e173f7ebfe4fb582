import { describe, expect, it } from "vitest";
import { type Fields, UNKNOWN } from "../../../cty/value.ts";
import { edited } from "../../../testing/edited.ts";
import { typeOf, World } from "../../../testing/world.ts";
import { natGateway } from "./nat.ts";

const aws = new World("aws");

describe("a gateway for addresses", () => {
  const ADDRESSES = "regional_nat_gateway_address";
  const zone = (availability_zone: string, ...allocation_ids: readonly string[]) => ({
    availability_zone,
    allocation_ids,
  });
  const ZONE = zone("eu-west-1a", "eip-1");
  const regional = {
    availability_mode: "regional",
    vpc_id: "vpc-1",
    availability_zone_address: [ZONE],
  };
  const zones = (...availability_zone_address: readonly object[]) =>
    edited("aws_nat_gateway", regional, { availability_zone_address } as never);

  it("tells the addresses of its region anew when its zones change, and has none in one zone", () => {
    const { block } = typeOf("aws_nat_gateway").schema;
    const told = (mode: string, ...wished: readonly Fields[]) => {
      const prior = { availability_mode: mode, availability_zone_address: [ZONE] };
      const proposed = { ...prior, availability_zone_address: wished };
      const sides = { prior, proposed, config: proposed, block, facts: {}, force: () => undefined };
      return natGateway.plan!({ [ADDRESSES]: [] }, sides)[ADDRESSES];
    };
    expect(told("regional", ZONE, zone("eu-west-1b", "eip-2"))).toBe(UNKNOWN);
    expect(told("regional", zone("eu-west-1a", "eip-3"))).toBe(UNKNOWN);
    expect(told("regional", ZONE)).toEqual([]);
    expect(told("zonal", zone("eu-west-1b", "eip-2"))).toEqual([]);
  });

  it("is another one where no zone is left", () => {
    expect(zones().replace).toEqual(["regional_nat_gateway_auto_mode"]);
  });

  it("stays as it is where the cloud tells the id of a zone that is written by name", () => {
    const told = { ...zone("eu-west-1a", "eip-1"), availability_zone_id: "euw1-az1" };
    const { planned, prior } = edited(
      "aws_nat_gateway",
      regional,
      {},
      {
        availability_zone_address: [told],
      },
    );
    expect(planned).toBe(prior);
  });
});

describe("a group of targets", () => {
  const lambda = { name: "a", target_type: "lambda" };

  it("takes the address that is written when it is made, also for a function", () => {
    const { planned } = aws.plan("aws_lb_target_group", { ...lambda, port: 80, protocol: "HTTP" });
    expect(planned).toMatchObject({ port: 80, protocol: "HTTP" });
  });

  it("has nothing to change in the address of a function", () => {
    const edit = { port: 80, protocol: "HTTP", vpc_id: "vpc-1" };
    const { planned, prior } = edited("aws_lb_target_group", lambda, edit);
    expect(planned).toBe(prior);
  });

  it("has a version of HTTP alone", () => {
    const group = (protocol: string) => ({ name: "a", protocol, port: 80, vpc_id: "vpc-1" });
    const edit = { protocol_version: "HTTP2" };
    const plan = (protocol: string) => edited("aws_lb_target_group", group(protocol), edit);
    expect(plan("HTTP").replace).toEqual(["protocol_version"]);
    expect(plan("TCP").replace).toEqual([]);
  });
});

describe("an action that asks for a token", () => {
  const TOKEN = { issuer: "https://a.example", jwks_endpoint: "https://a.example/keys" };
  const redirect = { status_code: "HTTP_301", path: "/a" };

  it("has what belongs to its type, and what does not is left out", () => {
    const action = { type: "jwt-validation", jwt_validation: [TOKEN], redirect: [redirect] };
    const rule = { listener_arn: "arn:aws:elasticloadbalancing:::a", condition: [] };
    const { planned } = aws.plan("aws_lb_listener_rule", { ...rule, action: [action] } as never);
    expect(planned["action"]).toMatchObject([{ jwt_validation: [TOKEN], redirect: [] }]);
  });

  it("stands in no listener that redirects", () => {
    const action = { type: "redirect", jwt_validation: [TOKEN], redirect: [redirect] };
    const listener = { load_balancer_arn: "arn:aws:elasticloadbalancing:::a", port: 80 };
    const { planned } = aws.plan("aws_lb_listener", {
      ...listener,
      default_action: [action],
    } as never);
    expect(planned["default_action"]).toMatchObject([{ jwt_validation: [] }]);
  });
});

describe("a certificate of one's own", () => {
  it("has its name, where the cloud is to tell it, among those that are written", () => {
    const { planned } = aws.plan("aws_acm_certificate", {
      private_key: "a",
      certificate_body: "b",
      subject_alternative_names: ["a.example"],
    });
    expect(planned["subject_alternative_names"]).toEqual(["a.example", ""]);
  });
});
