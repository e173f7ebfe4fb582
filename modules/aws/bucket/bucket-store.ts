import { Construct } from "constructs";
import { locationOf } from "../account/index.ts";
import { grantInline } from "../iam/grant-inline.ts";
import type { AwsGrantee, PolicyStatement } from "../iam/index.ts";

/** A bucket as those meet it who work with its objects: made in this stack or in another one. */
export abstract class BucketStore extends Construct {
  abstract readonly name: string;
  /** Key that objects are encrypted with, where it is not S3's own. */
  abstract readonly encryptionKeyArn?: string;

  /** ARN of the bucket, known at synth. */
  get arn(): string {
    return `arn:${locationOf(this).partition}:s3:::${this.name}`;
  }

  /**
   * Lets a role read objects: `s3:GetObject`, `s3:ListBucket` below the prefix (without it a missing
   * object is told as forbidden), `kms:Decrypt` on the key.
   *
   * @param prefix beginning of the objects' names: `uploads/`. Default: every object
   */
  grantRead(to: AwsGrantee, prefix = ""): void {
    grantInline(this, "read", to, [
      this.list(prefix),
      { sid: "ReadObjects", actions: ["s3:GetObject"], resources: [this.objects(prefix)] },
      ...this.key("ReadKey", ["kms:Decrypt"]),
    ]);
  }

  /**
   * Lets a role write objects, and neither read nor delete them: `s3:PutObject`,
   * `s3:AbortMultipartUpload`, and of the key `kms:GenerateDataKey` and, for uploads in parts,
   * `kms:Decrypt`.
   */
  grantWrite(to: AwsGrantee, prefix = ""): void {
    grantInline(this, "write", to, [
      {
        sid: "WriteObjects",
        actions: ["s3:AbortMultipartUpload", "s3:PutObject"],
        resources: [this.objects(prefix)],
      },
      ...this.key("WriteKey", ["kms:Decrypt", "kms:GenerateDataKey"]),
    ]);
  }

  /** Lets a role delete objects: `s3:DeleteObject`. Old versions stay: nobody is granted to delete those. */
  grantDelete(to: AwsGrantee, prefix = ""): void {
    grantInline(this, "delete", to, [
      { sid: "DeleteObjects", actions: ["s3:DeleteObject"], resources: [this.objects(prefix)] },
    ]);
  }

  private objects(prefix: string): string {
    return `${this.arn}/${prefix}*`;
  }

  private list(prefix: string): PolicyStatement {
    const statement = {
      sid: "ListObjects",
      actions: ["s3:ListBucket"],
      resources: [this.arn],
    };
    if (prefix === "") return statement;
    return { ...statement, conditions: { StringLike: { "s3:prefix": [`${prefix}*`] } } };
  }

  private key(sid: string, actions: readonly string[]): PolicyStatement[] {
    return this.encryptionKeyArn ? [{ sid, actions, resources: [this.encryptionKeyArn] }] : [];
  }
}

/** What is to be known of a bucket that another stack makes: names alone, nothing is read. */
export interface ExistingBucketProps {
  /** Physical name. */
  readonly name: string;
  /** @default S3's own keys */
  readonly encryptionKeyArn?: string;
}

/** A bucket that another stack has made, for grants. */
export class ExistingBucket extends BucketStore {
  readonly name: string;
  readonly encryptionKeyArn?: string;

  constructor(scope: Construct, id: string, props: ExistingBucketProps) {
    super(scope, id);
    this.name = props.name;
    this.encryptionKeyArn = props.encryptionKeyArn;
  }
}
