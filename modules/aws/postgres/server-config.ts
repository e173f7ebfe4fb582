import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance/index.js";
import type { ContractOf } from "@groundplan/core/contracts";
import type { Construct } from "constructs";
import { POSTGRES_DIALECT } from "../database/database-server.ts";
import { insightsConfig } from "../database/insights.ts";
import { createLogGroups } from "../database/log-groups.ts";
import { hourOfWeek } from "../database/schedule.ts";
import { SecurityGroup } from "../security-group/index.ts";
import type { SettledPostgres } from "./defaults.ts";
import type { POSTGRES_SHAPE, PostgresServer } from "./postgres-server.ts";

/** Logs that a server writes. */
const LOGS = ["postgresql", "upgrade"];

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
  return {
    ...overrides,
    identifier: name,
    port: POSTGRES_DIALECT.port,
    publiclyAccessible: false,
    vpcSecurityGroupIds: [scope.securityGroup.id],
    iamDatabaseAuthenticationEnabled: true,
    autoMinorVersionUpgrade: true,
    // Put off to the window, a new family would be planned each time until then.
    applyImmediately: how !== "in-window" || upgradingFrom !== undefined,
    maintenanceWindow: hourOfWeek(settled.window),
    copyTagsToSnapshot: true,
    enabledCloudwatchLogsExports: LOGS,
    ...insightsConfig(insights, encryptionKeyArn),
    deletionProtection: protect,
    dependsOn: createLogGroups(scope, `/aws/rds/instance/${name}`, LOGS, settled),
    lifecycle: { ...overrides.lifecycle, preventDestroy: protect },
  };
}

/** What another stack needs to connect to a server. */
export function contractOf(
  server: PostgresServer,
  database: string,
): ContractOf<typeof POSTGRES_SHAPE> {
  return {
    address: server.address,
    port: String(server.port),
    database,
    resourceId: server.resourceId,
    securityGroupId: server.securityGroup.id,
    masterSecretArn: server.masterSecretArn ?? "",
  };
}
