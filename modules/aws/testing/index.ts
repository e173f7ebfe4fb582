import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { synthWith, type Template } from "@groundplan/core/testing/synth";
import type { TerraformStack } from "cdktf";

/** Synthesizes what `build` makes, in a stack with an AWS provider. */
export function synth(build: (stack: TerraformStack) => void): Template {
  return synthWith(
    (stack) =>
      new AwsProvider(stack, "aws", { region: "eu-west-1", allowedAccountIds: ["111122223333"] }),
    build,
  );
}
