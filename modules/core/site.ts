import { type App, TerraformStack } from "cdktf";
import type { Names } from "./naming.ts";
import { check, must } from "./problems.ts";
import type { Stage } from "./stage.ts";

/** A cloud that a stack may use. */
export type Cloud = "aws" | "google" | "cloudflare";

/** One AWS account and the region that its things stand in. */
export interface AwsAccount {
  /** Twelve digits. A credential for another account is refused at plan. */
  readonly accountId: string;
  /** Home region: `eu-west-1`. Changing it replaces everything regional. */
  readonly region: string;
}

/** One Google Cloud project and the region that its things stand in. */
export interface GoogleProject {
  /** Project id: `acme-dev`. A credential that cannot see it is refused at plan. */
  readonly projectId: string;
  /** Project number, 12 digits or so: workload identities are named by it. */
  readonly projectNumber: string;
  /** Home region: `europe-west1`. Changing it replaces everything regional. */
  readonly region: string;
}

/** One Cloudflare account. */
export interface CloudflareAccount {
  /** 32 hexadecimal digits. A token that cannot see it is refused at plan. */
  readonly accountId: string;
}

/** The accounts of an environment, one of each cloud at most. */
export interface Accounts {
  readonly aws?: AwsAccount;
  readonly google?: GoogleProject;
  readonly cloudflare?: CloudflareAccount;
}

/** An environment as its apps see it: names, stage, and how a stack is furnished. */
export interface Site {
  /** Name of the environment: `dev`, `prod` or `shared`. */
  readonly environment: string;
  readonly stage: Stage;
  readonly names: Names;
  readonly accounts: Accounts;
  /** Gives a stack its backend, its providers, its tags and its account guard. */
  furnish(stack: LayerStack): void;
}

/** What a stack says of itself. */
export interface LayerProps {
  /** The environment that the stack belongs to. */
  readonly site: Site;
  /** Name of the app: `music-library`. */
  readonly app: string;
  /** The stack's place in its app: `network`, `service`, ... */
  readonly layer: string;
  /** Clouds whose providers the stack gets. */
  readonly clouds: readonly Cloud[];
}

/**
 * One stack = one Terraform state, directly below the `App`.
 *
 * Its id is `<environment>-<app>-<layer>`. The id names the state: changing it leaves the old
 * state behind, with everything in it.
 */
export class LayerStack extends TerraformStack {
  readonly site: Site;
  readonly app: string;
  readonly layer: string;
  readonly clouds: readonly Cloud[];

  constructor(scope: App, props: LayerProps) {
    super(scope, `${props.site.environment}-${props.app}-${props.layer}`);
    this.site = props.site;
    this.app = props.app;
    this.layer = props.layer;
    this.clouds = props.clouds;
    props.site.furnish(this);
  }
}

/** An app's values in one environment. */
export interface Placement<Settings> {
  readonly site: Site;
  readonly settings: Settings;
}

/**
 * An account that the app cannot do without.
 *
 * @throws PropsError when the environment has none of that cloud
 */
export function accountOf<C extends Cloud>(site: Site, cloud: C): NonNullable<Accounts[C]> {
  const account = site.accounts[cloud];
  check(`environments/${site.environment}/environment.ts`, [
    must(account !== undefined, cloud, "be set: an app of this environment stands there"),
  ]);
  return account!;
}
