import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { Construct } from "constructs";
import { arnOf, locationOf } from "../account/index.ts";
import { policyJson } from "../iam/index.ts";

export interface StateKeyProps {
  /** Alias of the key, `alias/...`: what the environment's state settings name. Replaces the alias. */
  readonly alias: string;
}

/** Days that AWS waits before a key is gone for good; the longest there is. */
const WAIT_DAYS = 30;

/**
 * The key of a state bucket: rotated every year, used by what the account's policies allow, and
 * refused to every plan that would destroy it. Without it no state can be read.
 *
 * @stateful
 */
export class StateEncryptionKey extends Construct {
  readonly key: KmsKey;
  readonly alias: KmsAlias;

  constructor(scope: Construct, id: string, props: StateKeyProps) {
    super(scope, id);
    this.key = new KmsKey(this, "Default", {
      description: `Terraform states (${props.alias})`,
      enableKeyRotation: true,
      deletionWindowInDays: WAIT_DAYS,
      policy: this.accountDecides(),
      lifecycle: { preventDestroy: true },
    });
    this.alias = new KmsAlias(this, "alias", {
      name: props.alias,
      targetKeyId: this.key.keyId,
      lifecycle: { preventDestroy: true },
    });
  }

  /** The key's own policy leaves it to IAM who may use it; without this, nobody could repair it. */
  private accountDecides(): string {
    const { partition, accountId } = locationOf(this);
    return policyJson([
      {
        sid: "AccountDecides",
        actions: ["kms:*"],
        principals: { AWS: [`arn:${partition}:iam::${accountId}:root`] },
        resources: ["*"],
      },
    ]);
  }
}

/** The ARN that Terraform's S3 backend is given as `kms_key_id`, from names alone. */
export function keyAliasArn(scope: Construct, alias: string): string {
  return arnOf(scope, "kms", alias);
}
