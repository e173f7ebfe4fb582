import { GoogleProvider } from "@cdktf/provider-google/lib/provider/index.js";
import { synthWith, type Template } from "@groundplan/core/testing/synth";
import type { TerraformStack } from "cdktf";

/** Synthesizes what `build` makes, in a stack with a Google provider. */
export function synth(build: (stack: TerraformStack) => void): Template {
  return synthWith(
    (stack) => new GoogleProvider(stack, "google", { project: "acme-dev", region: "europe-west1" }),
    build,
  );
}
