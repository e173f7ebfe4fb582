import { only, resourcesOf } from "@groundplan/core/testing/synth";
import { Construct } from "constructs";
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

  it("hands out its rules, for what must not start before them", () => {
    synth((stack) => {
      const api = new SecurityGroup(stack, "api", GROUP);
      api.allowFrom({ cidr: "10.20.0.0/16" }, { port: 8000, description: "Requests" });
      api.allowTo({ cidr: "0.0.0.0/0" }, { port: 443, description: "HTTPS" });
      api.allowToAnywhere("A test opens everything");
      expect(api.ready).toEqual(api.node.children.filter((child) => child !== api.group));
      expect(api.ready).toHaveLength(3);
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

const world = (change: object) =>
  synth((stack) =>
    new SecurityGroup(stack, "api", GROUP).allowFrom(
      { cidr: "0.0.0.0/0" },
      { port: 443, description: "From everywhere", ...change },
    ),
  );

describe("the internet", () => {
  it("gets a port that is named", () => {
    expect(only(world({}), "aws_vpc_security_group_ingress_rule")).toEqual({
      security_group_id: "${aws_security_group.api.id}",
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
      cidr_ipv4: "0.0.0.0/0",
      description: "From everywhere",
    });
  });

  it.each([
    [{ port: 22 }, 'SSH (22) to the internet, got "22"'],
    [{ port: 3389 }, 'RDP (3389) to the internet, got "3389"'],
    [{ port: 20, toPort: 25 }, 'SSH (22) to the internet, got "20 to 25"'],
  ])("does not get %j", (change, message) => {
    expect(() => world(change)).toThrow(
      `test/api: port must not open ${message}; reach it by Session Manager, or from a network that you name`,
    );
  });

  it("does not get every port", () => {
    expect(() => world({ port: 1, toPort: 65535 })).toThrow(
      'test/api: port must not open every port to the internet, got "1 to 65535"',
    );
  });

  it("does not get every protocol, by IPv6 either", () => {
    const open = () =>
      synth((stack) =>
        new SecurityGroup(stack, "api", GROUP).allowFrom(
          { ipv6Cidr: "::/0" },
          { protocol: "all", description: "Everything" },
        ),
      );
    expect(open).toThrow('test/api: protocol must not open every port to the internet, got "all"');
  });
});

describe("rules", () => {
  const rules = (use: (group: SecurityGroup) => void) => {
    const template = synth((stack) => use(new SecurityGroup(stack, "api", GROUP)));
    return Object.values(resourcesOf(template, "aws_vpc_security_group_egress_rule"));
  };

  it("open every protocol of a network that is named", () => {
    const [rule] = rules((group) =>
      group.allowTo({ cidr: "10.20.0.0/16" }, { protocol: "all", description: "Network" }),
    );
    expect(rule).toMatchObject({ ip_protocol: "-1", cidr_ipv4: "10.20.0.0/16" });
    expect(rule).not.toHaveProperty("from_port");
  });

  it("open a range of UDP ports to a prefix list", () => {
    const [rule] = rules((group) =>
      group.allowTo(
        { prefixListId: "pl-1", name: "cdn" },
        { port: 1000, toPort: 2000, protocol: "udp", description: "Streams" },
      ),
    );
    expect(rule).toMatchObject({
      ip_protocol: "udp",
      from_port: 1000,
      to_port: 2000,
      prefix_list_id: "pl-1",
    });
  });

  it("of one range written in two ways are one, and refused the second time", () => {
    const twice = () =>
      rules((group) => {
        group.allowTo({ ipv6Cidr: "2001:DB8::/32" }, { port: 443, description: "HTTPS" });
        group.allowTo({ ipv6Cidr: "2001:db8::/32" }, { port: 443, description: "HTTPS" });
      });
    expect(twice).toThrow('test/api: rule must be made once, got "to-2001-db8---32-tcp-443"');
  });

  it("to groups whose paths read alike are two", () => {
    const both = rules((group) => {
      const stack = group.node.scope!;
      const nested = new SecurityGroup(new Construct(stack, "a"), "b-c", GROUP);
      const other = new SecurityGroup(new Construct(stack, "a-b"), "c", GROUP);
      group.allowTo({ securityGroup: nested }, { port: 443, description: "HTTPS" });
      group.allowTo({ securityGroup: other }, { port: 443, description: "HTTPS" });
    });
    expect(both).toHaveLength(2);
  });
});

describe("a security group is refused with", () => {
  const refused = (change: object) => () =>
    synth((stack) => new SecurityGroup(stack, "api", { ...GROUP, ...change }));

  it("a name that is too long with what AWS adds", () => {
    expect(refused({ namePrefix: "a".repeat(229) })).toThrow("shorten it by 1");
    expect(refused({ namePrefix: "a".repeat(228) })).not.toThrow();
  });

  it("a name that AWS keeps for itself, and words that it does not take", () => {
    expect(refused({ namePrefix: "sg-api", description: "" })).toThrow(
      `test/api: namePrefix must not begin with sg- (security group), got "sg-api${"0".repeat(27)}"\n` +
        'test/api: description must have 1 to 255 characters, got ""',
    );
  });

  it("rules of its own, which an override cannot bring in", () => {
    const overrides = { group: { egress: [], revokeRulesOnDelete: true } };
    const group = only(refused({ overrides })(), "aws_security_group");
    expect([group["egress"], group["revoke_rules_on_delete"]]).toEqual([undefined, true]);
  });
});
