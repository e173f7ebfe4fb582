import type { Construct } from "constructs";

/** Something that acts with an IAM role, and can therefore be given rights. */
export interface AwsGrantee extends Construct {
  /** The role that acts. Its ARN is known at apply. */
  readonly role: AwsRole;
}

/** A role as grants need it. */
export interface AwsRole {
  readonly name: string;
  readonly arn: string;
}

/** One statement of an IAM policy. Lists only: a policy then has one shape and diffs line by line. */
export interface PolicyStatement {
  /** Letters and digits; says what the statement is for: `ReadImages`. */
  readonly sid: string;
  readonly effect?: "Allow" | "Deny";
  readonly actions: readonly string[];
  /** Left out in trust policies, which have principals instead. */
  readonly resources?: readonly string[];
  /** Everything but these; instead of `resources`, and only to refuse. */
  readonly notResources?: readonly string[];
  readonly principals?: Partial<Record<"AWS" | "Service" | "Federated", readonly string[]>>;
  /** Operator, then key, then values: `{ StringEquals: { "aws:SourceAccount": ["..."] } }`. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/**
 * A policy document as JSON text, with the statements and values in the order given. Values may be
 * references (`bucket.arn`); the same input gives the same bytes.
 */
export function policyJson(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({
      Sid: statement.sid,
      Effect: statement.effect ?? "Allow",
      Principal: statement.principals,
      Action: statement.actions,
      Resource: statement.resources,
      NotResource: statement.notResources,
      Condition: statement.conditions,
    })),
  });
}

/** The trust policy that lets an AWS service act with a role. */
export function trustService(service: string, conditions?: PolicyStatement["conditions"]): string {
  return policyJson([
    {
      sid: "Assume",
      actions: ["sts:AssumeRole"],
      principals: { Service: [service] },
      conditions,
    },
  ]);
}
