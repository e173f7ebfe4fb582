export type { ApplyAccess, MadeRoles } from "./apply-rights.ts";
export {
  DEFAULTS,
  type DeployAccess,
  deployRoleProblems,
  GithubDeployRole,
  type GithubDeployRoleProps,
} from "./github-deploy-role.ts";
export { GithubIssuer, type GithubIssuerProps, type OidcIssuer } from "./github-issuer.ts";
export type { PlanAccess } from "./plan-rights.ts";
