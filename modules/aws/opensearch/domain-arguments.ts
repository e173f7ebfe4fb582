import type { OpensearchDomainConfig } from "@cdktf/provider-aws/lib/opensearch-domain/index.js";
import type { OpensearchProps } from "./opensearch-props.ts";
import { isBurstable, type Topology } from "./topology.ts";

/** AWS moves all data to new nodes for most changes: on full domains for hours. */
const PATIENCE = { create: "2h", update: "8h", delete: "2h" };

/** A domain in the provider's words, but for where it stands, its name and its logs. */
export function domainArguments(
  { engineVersion, adminRoleArn, encryptionKeyArn }: OpensearchProps,
  topology: Topology,
  storageGiB: number,
): Omit<OpensearchDomainConfig, "domainName"> {
  return {
    engineVersion,
    clusterConfig: clusterOf(topology),
    ebsOptions: { ebsEnabled: true, volumeType: "gp3", volumeSize: storageGiB },
    encryptAtRest: { enabled: true, kmsKeyId: encryptionKeyArn },
    nodeToNodeEncryption: { enabled: true },
    domainEndpointOptions: {
      enforceHttps: true,
      tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10",
    },
    // A role and no password: the provider has no write-only one, and the state would hold it.
    advancedSecurityOptions: {
      enabled: true,
      anonymousAuthEnabled: false,
      internalUserDatabaseEnabled: false,
      masterUserOptions: { masterUserArn: adminRoleArn },
    },
    // AWS tunes no type that lends its processor, and refuses a domain that asks for it.
    ...(!isBurstable(topology.data.type) && {
      autoTuneOptions: { desiredState: "ENABLED", rollbackOnDisable: "NO_ROLLBACK" },
    }),
    offPeakWindowOptions: { enabled: true },
    softwareUpdateOptions: { autoSoftwareUpdateEnabled: true },
    timeouts: PATIENCE,
  };
}

function clusterOf({ zones, data, masters }: Topology): OpensearchDomainConfig["clusterConfig"] {
  return {
    instanceType: data.type,
    instanceCount: data.count,
    dedicatedMasterEnabled: masters !== undefined,
    ...(masters && { dedicatedMasterType: masters.type, dedicatedMasterCount: masters.count }),
    zoneAwarenessEnabled: zones > 1,
    ...(zones > 1 && { zoneAwarenessConfig: { availabilityZoneCount: zones } }),
  };
}
