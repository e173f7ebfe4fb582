import { check, matching, must } from "@groundplan/core/problems";

/** Where a Google machine finds the credential helper, and what it asks for. */
export interface CredentialHelper {
  /** Absolute path of `fetch-aws-credentials.sh` on the machine. */
  readonly helperPath: string;

  /** The role, computed from account and name: `arn:aws:iam::111122223333:role/acme-dev-certbot`. */
  readonly roleArn: string;

  /** The audience that the role trusts. */
  readonly audience: string;

  /** Region whose STS is asked. Route 53 itself is the same everywhere. */
  readonly region: string;
}

/**
 * The AWS configuration of the machine's root user, as certbot runs as root: put it into
 * `/root/.aws/config`. It names a program to ask and holds nothing secret.
 */
export function awsConfig(helper: CredentialHelper): string {
  check("aws config", [
    matching("helperPath", helper.helperPath, /^\/[\w./-]+$/, "be an absolute path"),
    matching(
      "roleArn",
      helper.roleArn,
      /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
      "be a role",
    ),
    matching("audience", helper.audience, /^[A-Za-z0-9._:/-]{4,255}$/, "be what the role trusts"),
    matching("region", helper.region, /^[a-z]{2}(-[a-z]+)+-\d$/, "be a region"),
    must(!helper.helperPath.includes(".."), "helperPath", "hold no ..", helper.helperPath),
  ]);
  const command = [
    helper.helperPath,
    `--role-arn ${helper.roleArn}`,
    `--audience ${helper.audience}`,
    `--region ${helper.region}`,
  ];
  return `[default]\nregion = ${helper.region}\ncredential_process = ${command.join(" ")}\n`;
}
