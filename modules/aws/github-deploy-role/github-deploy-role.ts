import { type Finding, matching, within } from "@groundplan/core/problems";
import type { Construct } from "constructs";
import type { AwsLocation } from "../account/index.ts";
import type { Trusted } from "./callers.ts";
import { addressOf } from "./ci-callers.ts";
import { type TrustedCi, trustedCi } from "./ci-deploy-role.ts";
import type { CiCallers } from "./ci-jobs.ts";
import { type GithubJobs, githubCallers } from "./github-callers.ts";
import { GITHUB } from "./github-issuer.ts";
import { issuerAt, type OidcIssuer } from "./token-issuer.ts";
import { roleProblems, TrustedRole, type TrustedRoleProps } from "./trusted-role.ts";

export interface GithubDeployRoleProps extends TrustedRoleProps, GithubJobs {
  /** Who signs the tokens. A change edits the trust in place. */
  readonly issuer: OidcIssuer;

  /**
   * Callers of other CIs that act with the same role, by a key of lower-case letters and digits. A change
   * edits the trust in place.
   *
   * @default nobody but jobs of GitHub
   */
  readonly others?: Readonly<Record<string, TrustedCi>>;
}

/**
 * A role that named jobs of one GitHub repository act with, for one purpose, without any key.
 */
export class GithubDeployRole extends TrustedRole {
  constructor(scope: Construct, id: string, props: GithubDeployRoleProps) {
    super(scope, id, props, trustedBy(props));
  }
}

/** What is checked of a role before there is a stack: who signs the tokens follows from the account. */
export interface CheckedRole
  extends Omit<GithubDeployRoleProps, "issuer" | "others" | "overrides"> {
  readonly others?: Readonly<Record<string, CiCallers>>;
}

/** Everything that is wrong with a role for jobs of GitHub in an account, in the words of its props. */
export function deployRoleProblems(props: CheckedRole, place: AwsLocation): Finding[] {
  const others = Object.entries(props.others ?? {}).map(
    ([key, callers]) => [key, { callers, issuer: issuerAt(place, addressOf(callers)) }] as const,
  );
  const issuer = issuerAt(place, GITHUB);
  const whole = { ...props, issuer, others: Object.fromEntries(others) };
  return roleProblems(whole, trustedBy(whole), place);
}

function trustedBy(props: GithubDeployRoleProps): Trusted[] {
  const { issuer, access, stage, others = {} } = props;
  return [
    { sid: "ExactJobs", issuer, callers: githubCallers(props, access, stage) },
    ...Object.entries(others).map(([key, other]) => trustedOther(key, other, props)),
  ];
}

function trustedOther(key: string, other: TrustedCi, props: TrustedRoleProps): Trusted {
  const sid = `ExactJobsOf${key.charAt(0).toUpperCase()}${key.slice(1)}`;
  const trusted = trustedCi(sid, other, props);
  const at = `others.${key}`;
  const findings = [
    matching(at, key, /^[a-z][a-z0-9]*$/, "have a key of lower-case letters and digits"),
    ...within(at, trusted.callers.findings),
  ];
  return { ...trusted, callers: { ...trusted.callers, findings } };
}
