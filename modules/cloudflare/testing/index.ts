import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider/index.js";
import { synthWith, type Template } from "@groundplan/core/testing/synth";
import type { TerraformStack } from "cdktf";

/** Synthesizes what `build` makes, in a stack with a Cloudflare provider. */
export function synth(build: (stack: TerraformStack) => void): Template {
  return synthWith((stack) => new CloudflareProvider(stack, "cloudflare"), build);
}
