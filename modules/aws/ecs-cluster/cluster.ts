import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";

/** A cluster as what runs in it sees it: made by `EcsCluster`, or read with `fromExisting`. */
export interface Cluster extends Construct {
  readonly name: string;
  readonly arn: string;
  /** How shell sessions into tasks are recorded. Absent: the cluster allows none. */
  readonly execAudit?: ExecAudit;
  /** Namespace in which services find one another by Service Connect. Absent: they do not. */
  readonly namespaceArn?: string;
  /** What must exist before a service may run here, and go after it: the capacity providers. */
  readonly ready: readonly ITerraformDependable[];
}

/** Where a cluster records what is typed and printed in shell sessions into its tasks. */
export interface ExecAudit {
  readonly logGroupArn: string;
  /** Key that encrypts the session and its record. */
  readonly keyArn: string;
}
