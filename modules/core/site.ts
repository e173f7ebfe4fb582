import { type App, TerraformStack } from "cdktf";
import type { Names } from "./naming.ts";
import type { Stage } from "./stage.ts";

/** A cloud that a stack may use. */
export type Cloud = "aws" | "google" | "cloudflare";

/** One AWS region other than the environment's own, by the alias its provider gets. */
export interface AwsAlias {
  readonly alias: string;
  readonly region: string;
}

/** An environment as its apps see it: names, stage, and how a stack is furnished. */
export interface Site {
  /** Name of the environment: `dev`, `prod` or `shared`. */
  readonly environment: string;
  readonly stage: Stage;
  readonly names: Names;
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
