import { Construct } from "constructs";
import { locationOf } from "../account/index.ts";
import type { AwsGrantee, AwsRole } from "./iam.ts";

/** A role of the stack's account that another stack makes, for grants: its name is all there is to know. */
export class ExistingRole extends Construct implements AwsGrantee {
  readonly role: AwsRole;

  /** @param props physical name: another one gives another role its grants, and takes them from this one */
  constructor(scope: Construct, id: string, props: { readonly name: string }) {
    super(scope, id);
    const { partition, accountId } = locationOf(this);
    const { name } = props;
    this.role = { name, arn: `arn:${partition}:iam::${accountId}:role/${name}` };
  }
}
