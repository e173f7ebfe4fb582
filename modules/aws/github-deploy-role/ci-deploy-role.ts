import { must } from "@groundplan/core/problems";
import type { Construct } from "constructs";
import type { Trusted } from "./callers.ts";
import { addressOf, ciCallers } from "./ci-callers.ts";
import type { CiCallers } from "./ci-jobs.ts";
import type { OidcIssuer } from "./token-issuer.ts";
import { TrustedRole, type TrustedRoleProps } from "./trusted-role.ts";

/** Who may act on a CI that is not GitHub, and who signs their tokens. */
export interface TrustedCi {
  /** Who signs the tokens. A change edits the trust in place. */
  readonly issuer: OidcIssuer;
  /** Who may act, on which CI. A change edits the trust in place and shuts the others out. */
  readonly callers: CiCallers;
}

export interface CiDeployRoleProps extends TrustedRoleProps, TrustedCi {}

/**
 * A role that exactly named jobs of Semaphore or GitLab, or runs of HCP Terraform, act with, for one
 * purpose, without any key.
 */
export class CiDeployRole extends TrustedRole {
  constructor(scope: Construct, id: string, props: CiDeployRoleProps) {
    super(scope, id, props, [trustedCi("ExactJobs", props, props)]);
  }
}

/** The trust in callers of a CI, for the purpose and the stage of a role. */
export function trustedCi(
  sid: string,
  { issuer, callers }: TrustedCi,
  { access, stage }: TrustedRoleProps,
): Trusted {
  const told = ciCallers(callers, access, stage);
  const { host } = addressOf(callers);
  const rule = `be ${host}, who signs the tokens of callers`;
  const findings = [...told.findings, must(issuer.host === host, "issuer.host", rule, issuer.host)];
  return { sid, issuer, callers: { ...told, findings } };
}
