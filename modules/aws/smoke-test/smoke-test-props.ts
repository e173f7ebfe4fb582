import type { LambdaFunctionConfig } from "@cdktf/provider-aws/lib/lambda-function/index.js";
import type { ModuleProps } from "@groundplan/core/stage";
import type { ITerraformDependable } from "cdktf";
import type { BucketStore } from "../bucket/index.ts";
import type { Network } from "../vpc/network.ts";

/** A bucket for the function's code: a `Bucket` of this stack, or one of another stack. */
export interface CodeBucket extends Pick<BucketStore, "name"> {
  /** What must stand before something is put there. @default nothing: another stack has made it */
  readonly ready?: readonly ITerraformDependable[];
}

export interface SmokeTestProps extends ModuleProps {
  /** Name of the function, at most 64 characters; its role has it, too. Changing it replaces both. */
  readonly name: string;

  /** Network that it calls from; its private subnets need a way out to a load balancer with public addresses. */
  readonly network: Network;

  /** Bucket that its code lies in, below `smoke-test/`. A change puts it there anew. */
  readonly code: CodeBucket;

  /** Name of the load balancer that it calls. In place. */
  readonly address: string;

  /** Host that it asks for, as the certificate has it: `api.example.com`. In place. */
  readonly host: string;

  /** Paths that must answer 200, with nothing but a GET. In place. */
  readonly paths: readonly string[];

  /** Port of the test listener. In place. @default 8443 */
  readonly port?: number;

  /**
   * Days that CloudWatch Logs keeps what it saw: one of the periods that it offers.
   *
   * @default 7 in dev, 90 in prod
   */
  readonly logDays?: number;

  /** Last word on the function; shallow. See the README. */
  readonly overrides?: { readonly function?: Partial<LambdaFunctionConfig> };
}
