import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider/index.js";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider/index.js";
import { type App, S3Backend, TerraformOutput, TerraformStack } from "cdktf";
import type { Settings } from "./settings.ts";

/** A stack of the workload: backend, providers, and a short way to outputs. */
export class WorkloadStack extends TerraformStack {
  readonly settings: Settings;

  constructor(
    app: App,
    layer: string,
    settings: Settings,
    clouds: readonly ("aws" | "google" | "cloudflare")[],
  ) {
    super(app, `${settings.environment}-${layer}`);
    this.settings = settings;
    new S3Backend(this, {
      bucket: `acme-${settings.environment}-state`,
      key: `${layer}.tfstate`,
      region: settings.region,
      encrypt: true,
    });
    const tags = { Environment: settings.environment, Layer: layer, ManagedBy: "workload" };
    if (clouds.includes("aws")) {
      new AwsProvider(this, "aws", { region: settings.region, defaultTags: [{ tags }] });
    }
    if (clouds.includes("google")) {
      new GoogleProvider(this, "google", { project: `acme-${settings.environment}` });
    }
    if (clouds.includes("cloudflare")) new CloudflareProvider(this, "cloudflare");
  }

  /** Physical name of a thing in this environment. */
  named(thing: string): string {
    return `acme-${this.settings.environment}-${thing}`;
  }

  /** Publishes a value under a stable name. */
  publish(name: string, value: unknown): void {
    new TerraformOutput(this, `out-${name}`, { value, staticId: false });
  }
}
