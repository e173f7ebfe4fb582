import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { Construct } from "constructs";
import { arnOf } from "../account/index.ts";
import { type AwsGrantee, trustService } from "../iam/index.ts";
import type { SnapshotPlace } from "./opensearch-props.ts";

/** The role with which a domain writes snapshots to a bucket, reads them, and tidies them up. */
export class SnapshotRole extends Construct implements AwsGrantee {
  readonly role: IamRole;

  constructor(
    scope: Construct,
    id: string,
    props: SnapshotPlace & { readonly domainName: string },
  ) {
    super(scope, id);
    this.role = new IamRole(this, "Default", {
      name: snapshotRoleName(props.domainName),
      description: "Writes snapshots of a search domain",
      assumeRolePolicy: trustService("es.amazonaws.com", {
        ArnLike: { "aws:SourceArn": [arnOf(this, "es", `domain/${props.domainName}`)] },
      }),
    });
    props.bucket.grantRead(this, props.prefix);
    props.bucket.grantWrite(this, props.prefix);
    props.bucket.grantDelete(this, props.prefix);
  }
}

/** Name of the role. */
export function snapshotRoleName(domainName: string): string {
  return `${domainName}-snapshots`;
}
