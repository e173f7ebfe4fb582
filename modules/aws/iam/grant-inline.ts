import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import type { Construct } from "constructs";
import { type AwsGrantee, type PolicyStatement, policyJson } from "./iam.ts";

/**
 * Gives rights on `scope` to a role: one inline policy below `scope`. Its id and its name come from
 * the grant and from who has what, never from a position.
 */
export function grantInline(
  scope: Construct,
  grant: string,
  to: AwsGrantee,
  statements: readonly PolicyStatement[],
): IamRolePolicy {
  const below = (construct: Construct) => construct.node.path.split("/").slice(1);
  return new IamRolePolicy(scope, `${grant}-${below(to).join(".")}`, {
    name: `${grant}-${below(scope).join("-")}`,
    role: to.role.name,
    policy: policyJson(statements),
  });
}
