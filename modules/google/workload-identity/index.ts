export { DeployAccount, type DeployAccountProps, roleProblems } from "./deploy-account.ts";
export { callerProblems, type GithubCallers } from "./github-callers.ts";
export type { IssuerCallers } from "./other-issuers.ts";
export { DEFAULTS, WorkloadIdentity, type WorkloadIdentityProps } from "./workload-identity.ts";
