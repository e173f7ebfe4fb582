import { type Finding, known, matching, must } from "@groundplan/core/problems";

/** Plain environment variables. Whoever may read the task definition reads them. */
export type Environment = Readonly<Record<string, string>>;

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Words in a variable's name that say its value is a secret. */
const SECRET_NAME =
  /(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|SIGNING_?KEY|CREDENTIAL)/i;

/** Endings that say the value only points at the secret or describes it. */
const POINTS_AT_ONE =
  /_(ARN|NAME|ID|FILE|PATH|URL|URI|HOST|TTL|SECONDS|MINUTES|HOURS|DAYS|LENGTH|ENABLED|ISSUER|AUDIENCE|ALGORITHM|HEADER)$/i;

/** Values that carry a secret whatever they are called. */
const SECRET_VALUES: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\./,
  /\b(gh[pousr]_[A-Za-z0-9]{20,}|xox[abprs]-[A-Za-z0-9-]{10,}|sk_live_[A-Za-z0-9]{10,})/,
];

/** True when a variable looks as if it carried a secret, by its name or by its value. */
export function looksLikeSecret(name: string, value: string): boolean {
  if (known(value) && SECRET_VALUES.some((pattern) => pattern.test(value))) return true;
  if (!SECRET_NAME.test(name) || POINTS_AT_ONE.test(name)) return false;
  return !known(value) || !/^(|\d+|true|false|arn:.+)$/i.test(value);
}

/**
 * Checks variables: names that a shell can read, no secret in the clear, and no name that is both a
 * variable and a secret (ECS refuses such a task only when it starts).
 */
export function environmentProblems(
  prop: string,
  environment: Environment,
  secretNames: readonly string[],
): Finding[] {
  return Object.entries(environment).flatMap(([name, value]) => [
    matching(`${prop}.${name}`, name, NAME, "be named with letters, digits and _"),
    // The value stays out of the message: messages end up in logs.
    must(
      !looksLikeSecret(name, value),
      `${prop}.${name}`,
      "not carry a secret in the clear",
      undefined,
      "store it in SSM or Secrets Manager and name it in secrets",
    ),
    must(!secretNames.includes(name), `${prop}.${name}`, "not be in secrets as well"),
  ]);
}
