import { check, must } from "@groundplan/core/problems";
import type { IConstruct } from "constructs";
import { locationOf } from "../account/index.ts";
import { type PolicyStatement, policyJson } from "./iam.ts";

/**
 * The policy of a KMS key: the account's own policies decide, without which nobody could repair it,
 * and `statements` besides.
 *
 * @throws when the stack's provider does not name exactly one account: the policy does
 */
export function keyPolicyJson(scope: IConstruct, statements: readonly PolicyStatement[]): string {
  const { partition, accountId } = locationOf(scope);
  check(scope, [
    must(
      accountId !== "*",
      "stack",
      "name exactly one account in its provider's allowedAccountIds",
      undefined,
      "the key's policy names the account",
    ),
  ]);
  const account: PolicyStatement = {
    sid: "Account",
    actions: ["kms:*"],
    principals: { AWS: [`arn:${partition}:iam::${accountId}:root`] },
    resources: ["*"],
  };
  return policyJson([account, ...statements]);
}
