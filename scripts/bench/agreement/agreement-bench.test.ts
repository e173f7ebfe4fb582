import { expect, it } from "vitest";
import { agreementBench } from "./agreement-bench.ts";

it.each([
  "/nowhere/terraform-provider-aws_v6.48.0",
  "package.json",
  "terraform-provider-google_v6.50.0",
])("refuses to measure against %s, which is no program of the AWS provider", async (provider) => {
  const context = { root: "/nowhere", rounds: 1, draw: { provider }, talk: () => {} };
  await expect(agreementBench.run(context)).rejects.toThrow(
    `--provider must be a program of the AWS provider, terraform-provider-aws_v<version>, got ${provider}`,
  );
});
