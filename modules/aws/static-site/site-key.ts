import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { KmsKeyPolicy } from "@cdktf/provider-aws/lib/kms-key-policy/index.js";
import { declareCost } from "@groundplan/core/cost";
import { Construct } from "constructs";
import { keyPolicyJson } from "../iam/index.ts";

/** What the key of a site needs. */
export interface SiteKeyProps {
  /** Name of the site, for people. */
  readonly name: string;
  /** ARN of the distribution that reads; may be known later than the key is made. */
  readonly distributionArn: string;
}

/**
 * A key for the files of one site, which CloudFront may use to read them for that site alone.
 *
 * @stateful
 */
export class SiteKey extends Construct {
  readonly key: KmsKey;

  constructor(scope: Construct, id: string, props: SiteKeyProps) {
    super(scope, id);
    declareCost(this, [{ item: "key of a site", usdPerMonth: 1 }]);
    this.key = new KmsKey(this, "Default", {
      description: `Files of ${props.name}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
    });
    // A resource of its own: the distribution needs the bucket, the bucket the key, the policy the distribution.
    new KmsKeyPolicy(this, "policy", {
      keyId: this.key.id,
      policy: keyPolicyJson(this, [
        {
          sid: "ReadForTheSite",
          actions: ["kms:Decrypt"],
          principals: { Service: ["cloudfront.amazonaws.com"] },
          resources: ["*"],
          conditions: { StringEquals: { "aws:SourceArn": [props.distributionArn] } },
        },
      ]),
    });
  }
}
