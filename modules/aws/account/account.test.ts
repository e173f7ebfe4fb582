import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { testApp } from "@groundplan/core/testing/synth";
import { TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import { arnOf, locationOf } from "./account.ts";

function stackWith(...providers: ConstructorParameters<typeof AwsProvider>[2][]): TerraformStack {
  const stack = new TerraformStack(testApp(), "test");
  for (const config of providers) new AwsProvider(stack, config?.alias ?? "aws", config);
  return stack;
}

describe("a stack's location", () => {
  it.each([
    ["eu-west-1", "aws"],
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
  ])("in %s lies in the partition %s", (region, partition) => {
    const stack = stackWith({ region, allowedAccountIds: ["111122223333"] });
    expect(locationOf(stack)).toEqual({ partition, region, accountId: "111122223333" });
  });

  it("is the default provider's, whatever aliases stand before it", () => {
    const stack = stackWith({ region: "us-east-1", alias: "edge" }, { region: "eu-west-1" });
    expect(locationOf(stack).region).toBe("eu-west-1");
  });

  it("has no account where the guard names two", () => {
    const stack = stackWith({ region: "eu-west-1", allowedAccountIds: ["111122223333", "4"] });
    expect(arnOf(stack, "ecs", "cluster/main")).toBe("arn:aws:ecs:eu-west-1:*:cluster/main");
  });

  it("is refused where the stack has no provider", () => {
    expect(() => locationOf(stackWith())).toThrow(
      "test: stack must have an AWS provider with a region before modules are made",
    );
  });
});
