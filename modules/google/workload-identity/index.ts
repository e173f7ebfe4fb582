export {
  type ActingCaller,
  actingCallers,
  type CiCallers,
  type CiPurpose,
  ciCallerProblems,
  type HcpWorkspaces,
  issuerCallers,
  type SemaphoreBranches,
} from "./ci-callers.ts";
export { DeployAccount, type DeployAccountProps, roleProblems } from "./deploy-account.ts";
export { callerProblems, type GithubCallers } from "./github-callers.ts";
export type { IssuerCallers } from "./other-issuers.ts";
export {
  DEFAULTS,
  issuerProviderId,
  WorkloadIdentity,
  type WorkloadIdentityProps,
} from "./workload-identity.ts";
