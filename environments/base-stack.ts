import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { DataCloudflareAccount } from "@cdktf/provider-cloudflare/lib/data-cloudflare-account/index.js";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider/index.js";
import { DataGoogleProject } from "@cdktf/provider-google/lib/data-google-project/index.js";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider/index.js";
import { locateState } from "@groundplan/core/contracts";
import { Names } from "@groundplan/core/naming";
import { check, must } from "@groundplan/core/problems";
import type { Cloud, LayerStack, Site } from "@groundplan/core/site";
import type { Stage } from "@groundplan/core/stage";
import { awsTags, googleLabels, type Ownership } from "@groundplan/core/tags";
import type { Environment } from "./environment.ts";
import { createBackend, stateOf } from "./state.ts";

/**
 * An environment as its stacks meet it. The only place that makes backends and providers, and with
 * them the account guard: a credential for the wrong account fails at plan, before anything changes.
 */
export class EnvironmentSite implements Site {
  readonly environment: string;
  readonly stage: Stage;
  readonly names: Names;
  readonly #values: Environment;

  constructor(values: Environment) {
    this.environment = values.name;
    this.stage = values.stage;
    this.names = new Names(values.org, values.name);
    this.#values = values;
  }

  furnish(stack: LayerStack): void {
    const { org, name, state } = this.#values;
    check(
      stack,
      stack.clouds.map((cloud) =>
        must(this.#values[cloud] !== undefined, cloud, `be set in the environment ${name}`),
      ),
    );
    createBackend(stack, this.#values);
    locateState(stack, stateOf(stack, state));
    const owner = { org, environment: name, app: stack.app, layer: stack.layer };
    if (uses(stack, "aws")) createAwsProvider(stack, this.#values.aws!, owner);
    if (uses(stack, "google")) createGoogleProvider(stack, this.#values.google!, owner);
    if (uses(stack, "cloudflare")) createCloudflareProvider(stack, this.#values.cloudflare!);
  }
}

function uses(stack: LayerStack, cloud: Cloud): boolean {
  return stack.clouds.includes(cloud);
}

function createAwsProvider(
  stack: LayerStack,
  { accountId, region }: NonNullable<Environment["aws"]>,
  owner: Ownership,
): void {
  new AwsProvider(stack, "aws", {
    region,
    allowedAccountIds: [accountId],
    defaultTags: [{ tags: awsTags(owner) }],
  });
}

function createGoogleProvider(
  stack: LayerStack,
  { projectId, region }: NonNullable<Environment["google"]>,
  owner: Ownership,
): void {
  new GoogleProvider(stack, "google", {
    project: projectId,
    region,
    defaultLabels: googleLabels(owner),
  });
  // The provider looks at nothing before it creates; this read fails where the credential is
  // another project's.
  new DataGoogleProject(stack, "account-guard-google", { projectId });
}

function createCloudflareProvider(
  stack: LayerStack,
  { accountId }: NonNullable<Environment["cloudflare"]>,
): void {
  new CloudflareProvider(stack, "cloudflare");
  new DataCloudflareAccount(stack, "account-guard-cloudflare", { accountId });
}
