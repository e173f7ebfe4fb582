import { type Finding, must } from "@groundplan/core/problems";
import type { Construct } from "constructs";
import type { Callers } from "./callers.ts";
import { addressOf, type CiCallers, ciCallers } from "./ci-callers.ts";
import { TrustedRole, type TrustedRoleProps } from "./trusted-role.ts";

export interface CiDeployRoleProps extends TrustedRoleProps {
  /** Who may act, on which CI. A change edits the trust in place and shuts the others out. */
  readonly callers: CiCallers;
}

/**
 * A role that exactly named jobs of Semaphore or GitLab, or runs of HCP Terraform, act with, for one
 * purpose, without any key.
 */
export class CiDeployRole extends TrustedRole {
  constructor(scope: Construct, id: string, props: CiDeployRoleProps) {
    super(scope, id, props, signed(props));
  }
}

function signed({ callers, access, stage, issuer }: CiDeployRoleProps): Callers {
  const told = ciCallers(callers, access, stage);
  const { host } = addressOf(callers);
  const same: Finding = must(
    issuer.host === host,
    "issuer.host",
    `be ${host}, who signs the tokens of callers`,
    issuer.host,
  );
  return { ...told, findings: [...told.findings, same] };
}
