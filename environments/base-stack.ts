import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { DataCloudflareAccount } from "@cdktf/provider-cloudflare/lib/data-cloudflare-account/index.js";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider/index.js";
import { DataGoogleProject } from "@cdktf/provider-google/lib/data-google-project/index.js";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider/index.js";
import { locateState } from "@groundplan/core/contracts";
import { OLDEST_ENGINE } from "@groundplan/core/engine";
import { Names } from "@groundplan/core/naming";
import {
  type Accounts,
  type AwsAccount,
  accountOf,
  type Cloud,
  type CloudflareAccount,
  type GoogleProject,
  type LayerStack,
  type Site,
} from "@groundplan/core/site";
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
  readonly accounts: Accounts;
  readonly #values: Environment;

  /** @param kept names that things of it had before. Default: none */
  constructor(values: Environment, kept: Readonly<Record<string, string>> = {}) {
    this.environment = values.name;
    this.stage = values.stage;
    this.names = new Names(values.org, values.name, kept);
    this.accounts = { aws: values.aws, google: values.google, cloudflare: values.cloudflare };
    this.#values = values;
  }

  furnish(stack: LayerStack): void {
    const { org, name, state } = this.#values;
    stack.addOverride("terraform.required_version", `>= ${OLDEST_ENGINE}`);
    createBackend(stack, this.#values);
    locateState(stack, stateOf(stack, state));
    const owner = { org, environment: name, app: stack.app, layer: stack.layer };
    if (uses(stack, "aws")) createAwsProvider(stack, accountOf(this, "aws"), owner);
    if (uses(stack, "google")) createGoogleProvider(stack, accountOf(this, "google"), owner);
    if (uses(stack, "cloudflare")) createCloudflareProvider(stack, accountOf(this, "cloudflare"));
  }
}

function uses(stack: LayerStack, cloud: Cloud): boolean {
  return stack.clouds.includes(cloud);
}

function createAwsProvider(
  stack: LayerStack,
  { accountId, region }: AwsAccount,
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
  { projectId, region }: GoogleProject,
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

function createCloudflareProvider(stack: LayerStack, { accountId }: CloudflareAccount): void {
  new CloudflareProvider(stack, "cloudflare");
  new DataCloudflareAccount(stack, "account-guard-cloudflare", { accountId });
}
