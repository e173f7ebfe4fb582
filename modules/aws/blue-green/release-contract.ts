import type { ContractShape } from "@groundplan/core/contracts";

/**
 * What a release pipeline needs to know of a service. `application`, `deploymentGroup` are empty unless
 * CodeDeploy moves the requests; `hooks` are CodeDeploy's, one `<stage>=<function>` each.
 */
export const RELEASE_SHAPE = {
  engine: "text",
  cluster: "text",
  service: "text",
  container: "text",
  containerPort: "text",
  application: "text",
  deploymentGroup: "text",
  hooks: "list",
} as const satisfies ContractShape;
