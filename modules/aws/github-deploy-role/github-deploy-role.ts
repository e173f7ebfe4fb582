import type { Finding } from "@groundplan/core/problems";
import type { Construct } from "constructs";
import type { AwsLocation } from "../account/index.ts";
import { type GithubJobs, githubCallers } from "./github-callers.ts";
import { GITHUB } from "./github-issuer.ts";
import {
  type CheckedRole,
  roleProblems,
  TrustedRole,
  type TrustedRoleProps,
} from "./trusted-role.ts";

export interface GithubDeployRoleProps extends TrustedRoleProps, GithubJobs {}

/**
 * A role that named jobs of one GitHub repository act with, for one purpose, without any key.
 */
export class GithubDeployRole extends TrustedRole {
  constructor(scope: Construct, id: string, props: GithubDeployRoleProps) {
    super(scope, id, props, githubCallers(props, props.access, props.stage));
  }
}

/** Everything that is wrong with a role for jobs of GitHub in an account, in the words of its props. */
export function deployRoleProblems(props: CheckedRole & GithubJobs, place: AwsLocation): Finding[] {
  return roleProblems(props, githubCallers(props, props.access, props.stage), place, GITHUB);
}
