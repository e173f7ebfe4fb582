export type { DeployAccess, GrantedAccess } from "./access.ts";
export type { ApplyAccess, MadeRoles } from "./apply-rights.ts";
export { addressOf } from "./ci-callers.ts";
export { CiDeployRole, type CiDeployRoleProps, type TrustedCi } from "./ci-deploy-role.ts";
export type {
  CiCallers,
  GitlabJobs,
  HcpRuns,
  RefJob,
  RefJobs,
  SemaphoreJobs,
} from "./ci-jobs.ts";
export type { GithubJobs, GithubWorkflow } from "./github-callers.ts";
export {
  type CheckedRole,
  deployRoleProblems,
  GithubDeployRole,
  type GithubDeployRoleProps,
} from "./github-deploy-role.ts";
export { GITHUB, GithubIssuer, type GithubIssuerProps } from "./github-issuer.ts";
export type { PlanAccess } from "./plan-rights.ts";
export {
  gitlab,
  hcpTerraform,
  type IssuerAddress,
  type OidcIssuer,
  semaphore,
  TokenIssuer,
  type TokenIssuerProps,
} from "./token-issuer.ts";
export { DEFAULTS, TrustedRole, type TrustedRoleProps } from "./trusted-role.ts";
