import { type Finding, matching, must, unique } from "@groundplan/core/problems";

/** Roles of one AWS account that may call. */
export interface AwsCallers {
  /** Twelve digits. A change lets the roles of another account in. */
  readonly accountId: string;
  /** Names of IAM roles, without a path. Whoever can assume one of them can call. */
  readonly roles: readonly string[];
}

/** The longest condition that the service takes, in characters. */
const LONGEST_CONDITION = 4096;

/** The role that a caller has assumed, without its session; empty for users and the root. */
const ROLE = 'assertion.arn.extract("assumed-role/{role}/")';

/**
 * How a token becomes attributes. The subject leaves the session out: role and session together may
 * have more than the 127 characters that the service takes, and then the call fails.
 */
export function attributeMapping({ accountId }: AwsCallers): Record<string, string> {
  return {
    "google.subject": `"${accountId}:" + ${ROLE}`,
    "attribute.aws_role": `"${roleArn(accountId, "")}" + ${ROLE}`,
  };
}

/** Who may come in at all: these roles of this account, and nobody else of it. */
export function attributeCondition({ accountId, roles }: AwsCallers): string {
  return `assertion.account == "${accountId}" && ${ROLE} in ${JSON.stringify(roles)}`;
}

/** The value that stands for a role in a member: its assumed-role ARN without the session. */
export function roleArn(accountId: string, role: string): string {
  return `arn:aws:sts::${accountId}:assumed-role/${role}`;
}

/** What is wrong with the callers. */
export function callerProblems(prop: string, callers: AwsCallers): Finding[] {
  const { accountId, roles } = callers;
  return [
    matching(`${prop}.accountId`, accountId, /^\d{12}$/, "be twelve digits"),
    must(
      roles.length > 0,
      `${prop}.roles`,
      "name at least one role",
      undefined,
      "an account whole is too many",
    ),
    unique(`${prop}.roles`, roles),
    ...roles.map((role) =>
      matching(`${prop}.roles`, role, /^[\w+=,.@-]{1,64}$/, "be names of roles, without a path"),
    ),
    must(
      attributeCondition(callers).length <= LONGEST_CONDITION,
      `${prop}.roles`,
      `make a condition of at most ${LONGEST_CONDITION} characters`,
      attributeCondition(callers).length,
    ),
  ];
}
