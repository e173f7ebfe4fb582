import { type Finding, matching } from "@groundplan/core/problems";
import type { Construct } from "constructs";
import { locationOf } from "../account/index.ts";
import type { PolicyStatement } from "../iam/index.ts";

/** The key that encrypts a value, where it is one of our own. */
export interface OwnKey {
  /**
   * ARN of the customer managed key that encrypts it. A change encrypts the next value with the other
   * key; who reads needs a right on that one too, which the grants give.
   *
   * @default the key of AWS for the service, which needs no grant
   */
  readonly keyArn?: string;
}

/** The right to use a key of our own for one service, and for nothing else. */
export function keyStatements(
  scope: Construct,
  service: "ssm" | "secretsmanager",
  { keyArn }: OwnKey,
  actions: readonly string[],
): PolicyStatement[] {
  if (keyArn === undefined) return [];
  const via = `${service}.${locationOf(scope).region}.amazonaws.com`;
  const conditions = { StringEquals: { "kms:ViaService": [via] } };
  return [{ sid: "UseKey", actions, resources: [keyArn], conditions }];
}

/** What is wrong with a key. */
export function keyProblem({ keyArn }: OwnKey): Finding {
  const pattern = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/;
  return matching("keyArn", keyArn, pattern, "be the ARN of a key, not of an alias");
}
