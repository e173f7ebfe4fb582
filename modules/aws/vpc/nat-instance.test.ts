import { only, resourcesOf } from "@groundplan/core/testing/synth";
import { describe, expect, it } from "vitest";
import { made, statements } from "./testing/made.ts";

const template = made({ egress: "nat-instance", endpoints: { sets: [] }, stage: "dev" });
const change = (nat: object) => made({ egress: "nat-instance", nat: nat as never });

describe("the NAT instance", () => {
  it("is replaced by its group when it fails, the new one started first", () => {
    expect(only(template, "aws_autoscaling_group")).toMatchObject({
      min_size: 1,
      desired_capacity: 1,
      max_size: 2,
      health_check_type: "EC2",
      instance_maintenance_policy: { min_healthy_percentage: 100, max_healthy_percentage: 200 },
      instance_refresh: {
        strategy: "Rolling",
        preferences: { min_healthy_percentage: 100, max_healthy_percentage: 200 },
      },
    });
  });

  it("takes over a lasting interface that forwards, so that routes survive it", () => {
    expect(only(template, "aws_network_interface")["source_dest_check"]).toBe(false);
    const { user_data } = only(template, "aws_launch_template");
    expect(user_data).toContain("eni_id=${aws_network_interface.");
    expect(user_data).toContain("eip_id=${aws_eip.");
  });

  it("runs the image that was typed: nothing is looked up, no apply swaps it", () => {
    expect(only(template, "aws_launch_template")["image_id"]).toBe("ami-0123456789abcdef0");
    expect(template.data).toEqual({});
  });

  it("is a t4g.nano unless another type is named", () => {
    expect(only(template, "aws_launch_template")["instance_type"]).toBe("t4g.nano");
    const instance = { imageId: "ami-0123456789abcdef0", instanceType: "c7gn.medium" };
    const bigger = change({ instance });
    expect(only(bigger, "aws_launch_template")["instance_type"]).toBe("c7gn.medium");
  });

  it("answers metadata requests only to itself, with a token, from an encrypted disk", () => {
    const { metadata_options, block_device_mappings } = only(template, "aws_launch_template");
    expect(metadata_options).toEqual({
      http_endpoint: "enabled",
      http_tokens: "required",
      http_put_response_hop_limit: 1,
    });
    expect(block_device_mappings[0].ebs.encrypted).toBe("true");
  });

  it("lets in the network alone, and has no key and no port for people", () => {
    const rules = Object.values(resourcesOf(template, "aws_vpc_security_group_ingress_rule"));
    expect(rules.map((rule) => [rule["ip_protocol"], rule["cidr_ipv4"]])).toEqual([
      ["-1", "10.20.0.0/16"],
    ]);
    expect(only(template, "aws_launch_template")["key_name"]).toBeUndefined();
  });

  it("may attach its interface and take its address, and nothing of anybody else's", () => {
    const own = { StringEquals: { "aws:ResourceTag/Name": ["acme-prod-music-nat"] } };
    const account = "${aws_vpc.network.owner_id}";
    const arn = (thing: string) => `arn:aws:ec2:eu-west-1:${account}:${thing}`;
    const rights = statements(only(template, "aws_iam_role_policy")["policy"]);
    expect(rights.map(({ Action, Resource, Condition }) => [Action, Resource, Condition])).toEqual([
      [["ec2:AttachNetworkInterface"], [expect.stringContaining("_interface_")], undefined],
      [["ec2:AttachNetworkInterface"], [arn("instance/*")], own],
      [["ec2:AssociateAddress"], [expect.stringContaining(":elastic-ip/${aws_eip.")], undefined],
      [["ec2:AssociateAddress"], [arn("instance/*"), arn("network-interface/*")], own],
      [["ec2:ModifyNetworkInterfaceAttribute"], [arn("network-interface/*")], own],
    ]);
  });

  it("names what it starts, as its rights hang on the name", () => {
    const tagged = only(template, "aws_launch_template")["tag_specifications"];
    expect(
      tagged.map((each: Record<string, unknown>) => [each["resource_type"], each["tags"]]),
    ).toEqual(
      ["instance", "network-interface", "volume"].map((type) => [
        type,
        { Name: "acme-prod-music-nat" },
      ]),
    );
  });

  it("is refused without an image", () => {
    expect(() => change({})).toThrow(
      'test/network: nat.instance must name the image of the NAT instance when egress is "nat-instance"; ' +
        'give its imageId, or choose egress "single-nat"',
    );
  });

  it("is refused with an image that is none", () => {
    expect(() => change({ instance: { imageId: "latest" } })).toThrow(
      'test/network: nat.instance.imageId must be an image id such as ami-0123456789abcdef0, got "latest"',
    );
  });
});
