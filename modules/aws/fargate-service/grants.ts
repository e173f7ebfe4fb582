import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import type { Construct } from "constructs";
import { type AwsGrantee, type PolicyStatement, policyJson } from "../iam/index.ts";

export type { AwsGrantee } from "../iam/index.ts";

/** Gives rights on `scope` to a role: one inline policy below `scope`, named by grant and grantee. */
export function grantInline(
  scope: Construct,
  grant: string,
  to: AwsGrantee,
  statements: readonly PolicyStatement[],
): void {
  const [, ...path] = to.node.path.split("/");
  new IamRolePolicy(scope, `${grant}-${path.join(".")}`, {
    name: `${grant}-${scope.node.path.split("/").slice(1).join("-")}`,
    role: to.role.name,
    policy: policyJson(statements),
  });
}
