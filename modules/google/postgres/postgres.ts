import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member/index.js";
import { SqlDatabase } from "@cdktf/provider-google/lib/sql-database/index.js";
import {
  SqlDatabaseInstance,
  type SqlDatabaseInstanceConfig,
  type SqlDatabaseInstanceSettings,
} from "@cdktf/provider-google/lib/sql-database-instance/index.js";
import { SqlUser } from "@cdktf/provider-google/lib/sql-user/index.js";
import { declareCost } from "@groundplan/core/cost";
import { check, must } from "@groundplan/core/problems";
import { Construct } from "constructs";
import type { GoogleGrantee } from "../iam/index.ts";
import { Network } from "../network/index.ts";
import { backupConfiguration } from "./backups.ts";
import type { PostgresProps } from "./props.ts";
import {
  connectionName,
  postgresProblems,
  resolvePostgres,
  type SettledPostgres,
} from "./settle.ts";
import { tierCost } from "./tier.ts";

/** Roles of who connects, held to this one instance by a condition. */
const CONNECT_ROLES = {
  "may-connect": "roles/cloudsql.client",
  "may-log-in": "roles/cloudsql.instanceUser",
};

/**
 * A PostgreSQL server in Cloud SQL: reached inside the network alone, logged into by identity and never
 * by password.
 *
 * Google puts the certificate of its authority into the state as a secret, so a stack with this module
 * publishes no contract.
 *
 * @stateful
 */
export class Postgres extends Construct {
  readonly instance: SqlDatabaseInstance;
  /** By their keys. */
  readonly replicas: Readonly<Record<string, SqlDatabaseInstance>>;
  /** `<project>:<region>:<instance>`, from the names alone: what connectors ask for. */
  readonly connectionName: string;

  private readonly project: string;
  private readonly abandon: boolean;

  constructor(scope: Construct, id: string, props: PostgresProps) {
    super(scope, id);
    check(this, postgresProblems(props));
    const settled = resolvePostgres(props);
    this.project = props.network.project;
    this.abandon = settled.protect;
    this.connectionName = connectionName(props.network, props.name, props.generation);

    this.instance = this.createInstance(props, settled);
    this.createDatabases(settled);
    this.replicas = Object.fromEntries(
      Object.entries(settled.replicas).map(([key, { tier }]) => [
        key,
        this.createReplica(key, tier ?? settled.tier, props, settled),
      ]),
    );
    const zones = settled.availability === "regional" ? 2 : 1;
    declareCost(this, tierCost(settled.tier, zones));
  }

  /** Address inside the network. */
  get privateIp(): string {
    return this.instance.privateIpAddress;
  }

  /**
   * The instance's own account, as who exports act: give it `backupBucket.grantWrite`. It is none of the
   * caller's.
   */
  get exporter(): GoogleGrantee {
    const email = this.instance.serviceAccountEmailAddress;
    return { key: "export", member: `serviceAccount:${email}` };
  }

  /**
   * Lets a service account connect and log in, with no password: `roles/cloudsql.client` and
   * `roles/cloudsql.instanceUser` on this instance, and a user of PostgreSQL. What it may read is said in
   * SQL.
   *
   * @param email address of the account: its user's name without `.gserviceaccount.com`
   */
  grantConnect({ key, member, email }: GoogleGrantee & { readonly email: string }): void {
    check(this, [
      must(
        email.endsWith(".gserviceaccount.com"),
        `grantee ${key}`,
        "be a service account",
        email,
        "people log in by grantConnectGroup",
      ),
    ]);
    this.createUser(key, email.replace(/\.gserviceaccount\.com$/, ""), "CLOUD_IAM_SERVICE_ACCOUNT");
    this.grantRoles(key, member);
  }

  /** The same for people, by the address of their group: who leaves it loses the right with it. */
  grantConnectGroup({ key, member }: GoogleGrantee): void {
    check(this, [must(member.startsWith("group:"), `grantee ${key}`, "be a group", member)]);
    this.createUser(key, member.replace("group:", ""), "CLOUD_IAM_GROUP");
    this.grantRoles(key, member);
  }

  private createUser(key: string, name: string, type: string): void {
    new SqlUser(this, `user-${key}`, {
      project: this.project,
      instance: this.instance.name,
      name,
      type,
      // A user who owns tables cannot be dropped.
      deletionPolicy: "ABANDON",
    });
  }

  private grantRoles(key: string, member: string): void {
    const instanceName = this.connectionName.split(":").at(-1);
    for (const [what, role] of Object.entries(CONNECT_ROLES)) {
      new ProjectIamMember(this, `${what}-${key}`, {
        project: this.project,
        role,
        member,
        condition: {
          title: `only-${instanceName}`,
          expression: `resource.name == "projects/${this.project}/instances/${instanceName}" && resource.service == "sqladmin.googleapis.com"`,
        },
      });
    }
  }

  private createInstance(props: PostgresProps, settled: SettledPostgres): SqlDatabaseInstance {
    const { backups, availability, maintenance, protect, maxDiskGiB } = settled;
    return this.createServer("Default", settled.instanceName, props, settled, {
      ...this.serverSettings(settled.tier, props, settled),
      availabilityType: availability.toUpperCase(),
      diskAutoresizeLimit: maxDiskGiB,
      backupConfiguration: backupConfiguration(backups),
      retainBackupsOnDelete: protect,
      maintenanceWindow: maintenance && {
        day: maintenance.day,
        hour: maintenance.hourUtc,
        updateTrack: maintenance.track,
      },
    });
  }

  private createReplica(
    key: string,
    tier: string,
    props: PostgresProps,
    settled: SettledPostgres,
  ): SqlDatabaseInstance {
    const settings = this.serverSettings(tier, props, settled);
    declareCost(this, tierCost(tier, 1));
    return this.createServer(
      `replica-${key}`,
      `${settled.instanceName}-${key}`,
      props,
      settled,
      {
        ...settings,
        availabilityType: "ZONAL",
        diskAutoresizeLimit: settled.maxDiskGiB,
      },
      { masterInstanceName: this.instance.name },
    );
  }

  private createServer(
    id: string,
    name: string,
    { version, network, overrides }: PostgresProps,
    { protect }: SettledPostgres,
    settings: SqlDatabaseInstanceSettings,
    more: Partial<SqlDatabaseInstanceConfig> = {},
  ): SqlDatabaseInstance {
    const connection = network instanceof Network ? network.privateServices?.connection : undefined;
    return new SqlDatabaseInstance(this, id, {
      ...overrides?.instance,
      ...more,
      name,
      project: network.project,
      region: network.region,
      databaseVersion: `POSTGRES_${version}`,
      deletionProtection: protect,
      settings,
      // Without the peering Google has no address to give.
      dependsOn: connection ? [connection] : undefined,
      lifecycle: { ...overrides?.instance?.lifecycle, preventDestroy: protect },
    });
  }

  private serverSettings(
    tier: string,
    { network, connectorsOnly }: PostgresProps,
    { edition, flags, protect }: SettledPostgres,
  ): SqlDatabaseInstanceSettings {
    const all = { ...flags, "cloudsql.iam_authentication": "on" };
    return {
      tier,
      // Said out loud: from version 16 on Google would choose enterprise-plus.
      edition: edition.toUpperCase().replace("-", "_"),
      diskType: "PD_SSD",
      diskAutoresize: true,
      deletionProtectionEnabled: protect,
      connectorEnforcement: connectorsOnly ? "REQUIRED" : "NOT_REQUIRED",
      ipConfiguration: {
        ipv4Enabled: false,
        privateNetwork: network.networkId,
        sslMode: "ENCRYPTED_ONLY",
      },
      insightsConfig: { queryInsightsEnabled: true, recordClientAddress: false },
      databaseFlags: Object.entries(all)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => ({ name, value })),
    };
  }

  private createDatabases({ databases }: SettledPostgres): void {
    for (const name of databases) {
      new SqlDatabase(this, `database-${name}`, {
        project: this.project,
        instance: this.instance.name,
        name,
        deletionPolicy: this.abandon ? "ABANDON" : "DELETE",
      });
    }
  }
}
