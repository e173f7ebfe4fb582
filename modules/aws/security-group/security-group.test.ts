import { only } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { SecurityGroup } from "./security-group.ts";

const GROUP = { vpcId: "vpc-1", namePrefix: "acme-dev-api", description: "API tasks" };

describe("SecurityGroup", () => {
  it("opens nothing by itself and is replaced before it goes", () => {
    const template = synth((stack) => new SecurityGroup(stack, "api", GROUP));
    expect(template.resource).toEqual({
      aws_security_group: {
        api: {
          vpc_id: "vpc-1",
          name_prefix: "acme-dev-api-",
          description: "API tasks",
          lifecycle: { create_before_destroy: true },
        },
      },
    });
  });

  it("adds rules to a group that another stack has made, without making the group", () => {
    const template = synth((stack) => {
      const existing = SecurityGroup.fromExisting(stack, "edge", { securityGroupId: "sg-1" });
      existing.allowTo({ cidr: "10.20.0.0/16" }, { port: 8000, description: "Health checks" });
    });
    expect(only(template, "aws_vpc_security_group_egress_rule").security_group_id).toBe("sg-1");
    expect(template.resource.aws_security_group).toBeUndefined();
  });

  it("has no resource to override when another stack has made the group", () => {
    synth((stack) => {
      const existing = SecurityGroup.fromExisting(stack, "edge", { securityGroupId: "sg-1" });
      expect(() => existing.group).toThrow("test/edge: the group belongs to another stack");
    });
  });

  it("names a rule by the peer's place in its stack, not by the stack", () => {
    synth((stack) => {
      const api = new SecurityGroup(stack, "api", GROUP);
      const edge = new SecurityGroup(stack, "edge", GROUP);
      api.allowFrom({ securityGroup: edge }, { port: 8000, description: "Requests" });
      expect(api.node.children.map(({ node }) => node.id)).toContain("from-edge-tcp-8000");
    });
  });

  it("wants a name for a range that is known only at apply", () => {
    synth((stack) => {
      const group = new SecurityGroup(stack, "api", GROUP);
      const cidr = new SecurityGroup(stack, "other", GROUP).id;
      const opening = { port: 8000, description: "Requests" };
      expect(() => group.allowTo({ cidr }, opening)).toThrow(
        "test/api: peer.name must be given for a range that is known only at apply",
      );
      group.allowTo({ cidr, name: "network" }, opening);
      expect(group.node.children.map(({ node }) => node.id)).toContain("to-network-tcp-8000");
    });
  });

  it("refuses a port that does not exist and a rule without a description", () => {
    const open = () =>
      synth((stack) =>
        new SecurityGroup(stack, "api", GROUP).allowFrom(
          { cidr: "10.20.0.0/16" },
          { port: 0, description: "" },
        ),
      );
    expect(open).toThrow(
      'test/api: port must be 1 to 65535, got 0\ntest/api: description must have 1 to 255 characters, got ""',
    );
  });

  it("refuses a description that EC2 would refuse at apply", () => {
    const open = () =>
      synth((stack) => new SecurityGroup(stack, "api", GROUP).allowToAnywhere("Let's talk to all"));
    expect(open).toThrow(
      "test/api: reason must be letters, digits, spaces and . _ - : / ( ) # , @ [ ] + = ; { } ! $ *, " +
        'got "Let\'s talk to all"',
    );
  });
});
