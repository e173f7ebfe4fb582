import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance/index.js";
import type { ContractOf } from "@groundplan/core/contracts";
import type { Construct } from "constructs";
import { SecurityGroup } from "../security-group/index.ts";
import { PORT, type SettledPostgres } from "./defaults.ts";
import type { POSTGRES_SHAPE, PostgresServer } from "./postgres-server.ts";
import { hourOfWeek } from "./schedule.ts";

/** Logs that a server writes. */
const LOGS = ["postgresql", "upgrade"];

/** Days that insights are kept: the free ones, and those that the advanced mode asks for. */
const INSIGHT_DAYS = { standard: 7, advanced: 465 } as const;

/** The group of one server. It opens nothing, and lets the server open nothing. */
export function createSecurityGroup(
  scope: Construct,
  name: string,
  { network }: SettledPostgres,
): SecurityGroup {
  return new SecurityGroup(scope, "security-group", {
    vpcId: network.vpcId,
    namePrefix: name,
    description: `PostgreSQL server ${name}`,
  });
}

/** What server and replicas have in common; makes the groups that their logs go to. */
export function serverConfig(
  scope: PostgresServer,
  name: string,
  settled: SettledPostgres,
  overrides: Partial<DbInstanceConfig> = {},
): Omit<DbInstanceConfig, "instanceClass"> {
  const { protect, insights, how, upgradingFrom, encryptionKeyArn } = settled;
  const shown = insights !== "off";
  return {
    ...overrides,
    identifier: name,
    port: PORT,
    publiclyAccessible: false,
    vpcSecurityGroupIds: [scope.securityGroup.id],
    iamDatabaseAuthenticationEnabled: true,
    autoMinorVersionUpgrade: true,
    // Put off to the window, a new family would be planned each time until then.
    applyImmediately: how !== "in-window" || upgradingFrom !== undefined,
    maintenanceWindow: hourOfWeek(settled.window),
    copyTagsToSnapshot: true,
    enabledCloudwatchLogsExports: LOGS,
    performanceInsightsEnabled: shown,
    performanceInsightsRetentionPeriod: shown ? INSIGHT_DAYS[insights] : undefined,
    performanceInsightsKmsKeyId: shown ? encryptionKeyArn : undefined,
    // Said when off, too: AWS turns nothing off whose mode is still the advanced one.
    databaseInsightsMode: shown ? insights : "standard",
    deletionProtection: protect,
    dependsOn: createLogGroups(scope, name, settled),
    lifecycle: { ...overrides.lifecycle, preventDestroy: protect },
  };
}

/** Made before the server is, which else makes them itself and keeps every line for ever. */
function createLogGroups(scope: Construct, name: string, { logDays, protect }: SettledPostgres) {
  return LOGS.map(
    (log) =>
      new CloudwatchLogGroup(scope, `log-${log}`, {
        name: `/aws/rds/instance/${name}/${log}`,
        retentionInDays: logDays,
        skipDestroy: protect,
      }),
  );
}

/** What another stack needs to connect to a server. */
export function contractOf(
  server: PostgresServer,
  database: string,
): ContractOf<typeof POSTGRES_SHAPE> {
  return {
    address: server.address,
    port: String(PORT),
    database,
    resourceId: server.resourceId,
    securityGroupId: server.securityGroup.id,
    masterSecretArn: server.masterSecretArn ?? "",
  };
}
