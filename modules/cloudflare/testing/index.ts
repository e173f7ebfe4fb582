import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider/index.js";
import { synthWith, type Template } from "@groundplan/core/testing/synth";
import type { TerraformStack } from "cdktf";

/** Synthesizes what `build` makes, in a stack with a Cloudflare provider. */
export function synth(build: (stack: TerraformStack) => void): Template {
  return synthWith((stack) => new CloudflareProvider(stack, "cloudflare"), build);
}

/** The problems with which `build` is refused, one a line as people see them; none when it is not. */
export function refusals(build: (stack: TerraformStack) => void): string[] {
  try {
    synth(build);
  } catch (error) {
    return (error as Error).message.split("\n");
  }
  return [];
}
