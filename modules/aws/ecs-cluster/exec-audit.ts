import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { KmsKeyPolicy } from "@cdktf/provider-aws/lib/kms-key-policy/index.js";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import { Construct } from "constructs";
import { locationOf } from "../account/index.ts";
import { keyPolicyJson } from "../iam/index.ts";
import type { ExecAudit } from "./cluster.ts";

const KEY_DELETION_DAYS: PerStage<number> = { dev: 7, prod: 30 };
const KEEP_AFTER_DESTROY: PerStage<boolean> = { dev: false, prod: true };

/** What the record of shell sessions is made of. */
export interface ExecRecordProps extends ModuleProps {
  /** Name of the cluster: the log group is `/ecs/exec/<name>`. */
  readonly clusterName: string;

  /** Days that the record is kept. */
  readonly retentionDays: number;
}

/**
 * The encrypted record of every shell session into the cluster's tasks: a key of its own and a log
 * group that stays behind when a prod stack is destroyed.
 */
export class ExecRecord extends Construct implements ExecAudit {
  readonly key: KmsKey;
  readonly logGroup: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: ExecRecordProps) {
    super(scope, id);
    this.key = new KmsKey(this, "key", {
      description: `Shell sessions into ${props.clusterName}`,
      enableKeyRotation: true,
      deletionWindowInDays: KEY_DELETION_DAYS[props.stage],
    });
    const name = `/ecs/exec/${props.clusterName}`;
    const policy = this.createKeyPolicy(name);
    this.logGroup = new CloudwatchLogGroup(this, "log", {
      name,
      kmsKeyId: this.key.arn,
      retentionInDays: props.retentionDays,
      skipDestroy: KEEP_AFTER_DESTROY[props.stage],
      // CloudWatch Logs refuses a key that it may not use yet.
      dependsOn: [policy],
    });
  }

  get logGroupArn(): string {
    return this.logGroup.arn;
  }

  get keyArn(): string {
    return this.key.arn;
  }

  private createKeyPolicy(logGroupName: string): KmsKeyPolicy {
    const { partition, region, accountId } = locationOf(this);
    const logGroupArn = `arn:${partition}:logs:${region}:${accountId}:log-group:${logGroupName}`;
    return new KmsKeyPolicy(this, "key-policy", {
      keyId: this.key.id,
      policy: keyPolicyJson(this, [
        {
          sid: "Logs",
          actions: [
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey*",
            "kms:ReEncrypt*",
          ],
          principals: { Service: [`logs.${region}.amazonaws.com`] },
          resources: ["*"],
          conditions: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": [logGroupArn] } },
        },
      ]),
    });
  }
}
