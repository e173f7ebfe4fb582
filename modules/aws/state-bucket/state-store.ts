import { check, matching } from "@groundplan/core/problems";
import { Construct } from "constructs";
import { locationOf } from "../account/index.ts";
import { grantInline } from "../iam/grant-inline.ts";
import type { AwsGrantee } from "../iam/index.ts";
import { applyRights, planRights, refusedChanges, type StatePlace } from "./state-rights.ts";

/** A bucket of states as grants see it, made here or elsewhere. */
export abstract class StateStore extends Construct {
  /** Physical name of the bucket. */
  abstract readonly name: string;
  /** Alias of the key that encrypts the states: `alias/...`. Left out where S3 manages the key. */
  abstract readonly keyAlias?: string;

  /** ARN of the bucket, from its name alone. */
  get arn(): string {
    return `arn:${locationOf(this).partition}:s3:::${this.name}`;
  }

  /** ARN of every object below a prefix: states and locks. */
  objectsArn(keyPrefix: string): string {
    return `${this.arn}/${keyPrefix}*`;
  }

  /**
   * Lets `to` plan: `s3:ListBucket`; `s3:GetObject` on `<prefix>*.tfstate`; get, put and delete on
   * their `.tflock` files; with a key of one's own `kms:Decrypt`, `kms:DescribeKey` and
   * `kms:GenerateDataKey`, through S3 only.
   *
   * @param keyPrefix first part of the keys, ends in `/`: `dev/`
   */
  grantPlan(to: AwsGrantee, keyPrefix: string): void {
    grantInline(this, "plan", to, planRights(this.place(keyPrefix)));
  }

  /**
   * Lets `to` plan and apply: what `grantPlan` gives, and `s3:PutObject` on `<prefix>*.tfstate`. It
   * can delete no state and no version of one.
   *
   * @param keyPrefix first part of the keys, ends in `/`: `dev/`
   */
  grantState(to: AwsGrantee, keyPrefix: string): void {
    grantInline(this, "state", to, applyRights(this.place(keyPrefix)));
  }

  /**
   * Refuses `from` whatever loses states or opens them, however wide its other rights are: changes
   * of the bucket and of its key, and deleting versions.
   */
  keepFrom(from: AwsGrantee): void {
    grantInline(this, "keep", from, refusedChanges(this.place("any/")));
  }

  private place(keyPrefix: string): StatePlace {
    const words = "be lower-case letters, digits and hyphens, and end in /";
    check(this, [matching("keyPrefix", keyPrefix, /^([a-z0-9-]+\/)+$/, words)]);
    const { partition, region, accountId } = locationOf(this);
    return {
      bucketArn: this.arn,
      keyPrefix,
      key: this.keyAlias
        ? {
            anyKeyArn: `arn:${partition}:kms:${region}:${accountId}:key/*`,
            alias: this.keyAlias,
            region,
          }
        : undefined,
    };
  }
}
