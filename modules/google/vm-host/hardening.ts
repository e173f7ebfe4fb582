import type { ComputeInstanceConfig } from "@cdktf/provider-google/lib/compute-instance/index.js";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member/index.js";
import type { Construct } from "constructs";

/** What lets a machine write lines and figures and read nothing; Google has no smaller place for them. */
const AGENT_ROLES = {
  logs: "roles/logging.logWriter",
  metrics: "roles/monitoring.metricWriter",
} as const;

/** Lets the Ops Agent of a machine write what it sees. */
export function letAgentWrite(scope: Construct, project: string, member: string): void {
  for (const [what, role] of Object.entries(AGENT_ROLES)) {
    new ProjectIamMember(scope, `writes-${what}`, { project, role, member });
  }
}

/** What every machine of ours is: of a known boot, no router, nobody's but its own account's. */
export function hardened(email: string) {
  return {
    canIpForward: false,
    // What the account may do is said by grants, not by scopes.
    serviceAccount: { email, scopes: ["cloud-platform"] },
    shieldedInstanceConfig: {
      enableSecureBoot: true,
      enableVtpm: true,
      enableIntegrityMonitoring: true,
    },
  } satisfies Partial<ComputeInstanceConfig>;
}

/** Metadata that let people in by their own identity alone. */
export function logInMetadata(twoFactor: boolean): Record<string, string> {
  return {
    "enable-oslogin": "TRUE",
    "enable-oslogin-2fa": twoFactor ? "TRUE" : "FALSE",
    "block-project-ssh-keys": "TRUE",
    "serial-port-enable": "FALSE",
  };
}

/** Whether Google may take it away; it is stopped then and keeps its disks. */
export function scheduling(spot: boolean): ComputeInstanceConfig["scheduling"] {
  if (!spot) return { automaticRestart: true, onHostMaintenance: "MIGRATE" };
  return {
    provisioningModel: "SPOT",
    preemptible: true,
    automaticRestart: false,
    onHostMaintenance: "TERMINATE",
    instanceTerminationAction: "STOP",
  };
}
