import { type Finding, matching, unique } from "@groundplan/core/problems";
import type { AwsLocation } from "../account/index.ts";
import type { PolicyStatement } from "../iam/index.ts";

/** A role that reads what stands, to compare it with the code. */
export interface PlanAccess {
  readonly kind: "plan";
  /**
   * ARNs of the S3 objects that it may open: states. Of every other object it sees the name only.
   */
  readonly opens: readonly string[];

  /**
   * Names of SSM parameters that stacks hold or look up, and a plan therefore reads: `/acme/dev/api/image`.
   * Never one that pull requests must not see: whoever opens one can read it.
   *
   * @default none
   */
  readonly parameters?: readonly string[];
}

/** AWS's own policy for reading every service. */
export const READ_ONLY = "policy/ReadOnlyAccess";

/**
 * What AWS's read-only policy allows and a plan does not need: what lies in things, as against how
 * they are set up. Whoever opens a pull request would otherwise read it through the plan.
 */
const DATA_READS = [
  "athena:GetQueryResults*",
  "dynamodb:BatchGetItem",
  "dynamodb:GetItem",
  "dynamodb:GetRecords",
  "dynamodb:PartiQLSelect",
  "dynamodb:Query",
  "dynamodb:Scan",
  "ec2:GetConsoleOutput",
  "ec2:GetConsoleScreenshot",
  "ec2:GetPasswordData",
  "ecr:GetDownloadUrlForLayer",
  "kinesis:GetRecords",
  "logs:FilterLogEvents",
  "logs:GetLogEvents",
  "logs:GetLogRecord",
  "logs:GetQueryResults",
  "logs:StartLiveTail",
  "logs:StartQuery",
  "logs:Unmask",
  "rds:DownloadDBLogFilePortion",
  "secretsmanager:BatchGetSecretValue",
  "secretsmanager:GetSecretValue",
  "sqs:ReceiveMessage",
];

/** What a plan is refused, whatever else it has. */
export function planRefusals(
  { partition, accountId }: AwsLocation,
  { opens, parameters = [] }: PlanAccess,
): PolicyStatement[] {
  return [
    { sid: "NoData", effect: "Deny", actions: DATA_READS, resources: ["*"] },
    {
      sid: "NoObjects",
      effect: "Deny",
      actions: ["s3:GetObject", "s3:GetObjectVersion"],
      ...(opens.length > 0 ? { notResources: opens } : { resources: ["*"] }),
    },
    {
      sid: "NoParameters",
      effect: "Deny",
      actions: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
      // What AWS publishes for everyone: the ids of its images.
      notResources: [
        `arn:${partition}:ssm:*::parameter/aws/service/*`,
        ...parameters.map((name) => `arn:${partition}:ssm:*:${accountId}:parameter${name}`),
      ],
    },
  ];
}

/** What is wrong with the access of a plan. */
export function planProblems({ parameters = [] }: PlanAccess): Finding[] {
  return [
    unique("access.parameters", parameters),
    ...parameters.map((name) =>
      matching(
        "access.parameters",
        name,
        /^(\/[A-Za-z0-9._-]+)+$/,
        "be exact names such as /acme/dev/api/image",
      ),
    ),
  ];
}
