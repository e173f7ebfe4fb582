import type { RdsClusterConfig } from "@cdktf/provider-aws/lib/rds-cluster/index.js";
import { hashedName } from "@groundplan/core/naming";
import { insightsConfig } from "../database/insights.ts";
import { hourOfDay, hourOfWeek } from "../database/schedule.ts";
import { birthConfig } from "./birth.ts";
import { capacityConfig } from "./capacity.ts";
import type { SettledAurora } from "./defaults.ts";
import { engineWords } from "./engine.ts";
import { hasServerless } from "./machines.ts";

/**
 * A cluster in the provider's words, but for its groups and its password. Zones are never said: AWS adds
 * one to two, and the next plan would replace the cluster (terraform-aws-rds-aurora#8, #371).
 */
export function clusterConfig(
  settled: SettledAurora,
): Omit<RdsClusterConfig, "engine"> & Pick<RdsClusterConfig, "engine"> {
  const { name, engine, protect, birth, overrides, encryptionKeyArn } = settled;
  const { engine: engineName, engineVersion, dialect } = engineWords(engine);
  const { backtrackHours } = settled;
  return {
    // Else AWS bills a version that nobody mends any more, by the CPU. Read when a cluster is born.
    engineLifecycleSupport: "open-source-rds-extended-support-disabled",
    ...overrides?.cluster,
    clusterIdentifier: name,
    engine: engineName,
    engineVersion,
    port: dialect.port,
    ...birthConfig(birth, settled),
    ...insightsConfig(settled.insights, encryptionKeyArn),
    serverlessv2ScalingConfiguration: hasServerless(settled)
      ? capacityConfig(settled.capacity)
      : undefined,
    storageEncrypted: true,
    storageType: settled.storage === "io-optimized" ? "aurora-iopt1" : undefined,
    kmsKeyId: encryptionKeyArn,
    iamDatabaseAuthenticationEnabled: true,
    enableHttpEndpoint: settled.dataApi,
    enabledCloudwatchLogsExports: [...settled.logs],
    backupRetentionPeriod: settled.backupDays,
    preferredBackupWindow: hourOfDay(settled.backupStart),
    preferredMaintenanceWindow: hourOfWeek(settled.window),
    backtrackWindow: backtrackHours > 0 ? backtrackHours * 3600 : undefined,
    copyTagsToSnapshot: true,
    allowMajorVersionUpgrade: settled.upgradingFrom !== undefined,
    applyImmediately: appliesNow(settled),
    deletionProtection: protect,
    deleteAutomatedBackups: !protect,
    skipFinalSnapshot: !protect,
    finalSnapshotIdentifier: protect ? hashedName(`${name}-final`, [birth]) : undefined,
    lifecycle: { ...overrides?.cluster?.lifecycle, preventDestroy: protect },
  };
}

/** Put off to the window, a new family would be planned each time until then (provider#47121). */
export function appliesNow({ how, upgradingFrom }: SettledAurora): boolean {
  return how !== "in-window" || upgradingFrom !== undefined;
}
