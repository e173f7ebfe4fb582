import { describe, expect, it } from "vitest";
import { describeBinary } from "./binary.ts";
import { parseHandshake } from "./provider/launch.ts";

describe("a provider's program", () => {
  it("is known by its name and the mirror that it lies in", () => {
    const file =
      "/opt/mirror/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64/terraform-provider-aws_v5.100.0_x5";
    expect(describeBinary(file)).toEqual({
      file,
      name: "aws",
      version: "5.100.0",
      address: "registry.terraform.io/hashicorp/aws",
    });
  });

  it("is known by its name alone outside of a mirror", () => {
    expect(describeBinary("/tmp/terraform-provider-cloudflare_v5.14.0")?.address).toBe(
      "registry.terraform.io/cloudflare/cloudflare",
    );
  });

  it("is not taken for one when it is called otherwise", () => {
    expect(describeBinary("/usr/bin/terraform")).toBeUndefined();
  });

  it("says where it listens and what it speaks", () => {
    const { protocol, target } = parseHandshake("1|6|unix|/tmp/plugin|grpc|");
    expect([protocol, target]).toEqual([6, "unix:/tmp/plugin"]);
  });

  it("is left alone when it speaks a protocol that we do not", () => {
    expect(() => parseHandshake("1|4|unix|/tmp/plugin|netrpc|")).toThrow(
      "it said 1|4|unix|/tmp/plugin|netrpc|",
    );
    expect(() => parseHandshake("1|4|unix|/tmp/plugin|grpc|")).toThrow(
      "it speaks protocol 4, and we speak 5 and 6",
    );
  });
});
