import { DbInstance } from "@cdktf/provider-aws/lib/db-instance/index.js";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group/index.js";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group/index.js";
import type { ContractOf } from "@groundplan/core/contracts";
import { declareCost } from "@groundplan/core/cost";
import { hashedName } from "@groundplan/core/naming";
import { check } from "@groundplan/core/problems";
import type { Construct } from "constructs";
import { managedPassword, writtenPassword } from "../database/master.ts";
import { hourOfDay } from "../database/schedule.ts";
import type { WatchedDatabase } from "../observability/index.ts";
import type { SecurityGroup } from "../security-group/index.ts";
import { birthConfig } from "./birth.ts";
import { resolvePostgres, type SettledPostgres } from "./defaults.ts";
import { machineCosts } from "./machines.ts";
import { parameterList, withHeld } from "./parameters.ts";
import { postgresProblems } from "./postgres-problems.ts";
import type { PostgresProps } from "./postgres-props.ts";
import { PostgresReplica } from "./postgres-replica.ts";
import { ExistingPostgres, type POSTGRES_SHAPE, PostgresServer } from "./postgres-server.ts";
import { contractOf, createSecurityGroup, serverConfig } from "./server-config.ts";
import { storageConfig, storageCosts } from "./storage.ts";
import { watchedOf } from "./watched.ts";

/**
 * A PostgreSQL server in RDS: reached inside the network alone, by TLS, logged into by IAM, with a disk that
 * grows by itself.
 *
 * @stateful
 */
export class Postgres extends PostgresServer {
  readonly instance: DbInstance;
  readonly parameterGroup: DbParameterGroup;
  readonly securityGroup: SecurityGroup;
  readonly database: string;
  /** By their keys. */
  readonly replicas: Readonly<Record<string, PostgresReplica>>;
  readonly masterKeyArn?: string;
  private readonly settled: SettledPostgres;

  constructor(scope: Construct, id: string, props: PostgresProps) {
    super(scope, id);
    check(this, postgresProblems(props));
    const settled = resolvePostgres(props);
    this.database = settled.database;
    this.settled = settled;
    this.masterKeyArn = settled.encryptionKeyArn;
    this.securityGroup = createSecurityGroup(this, settled.name, settled);
    this.parameterGroup = this.createParameterGroup(settled);
    this.instance = this.createInstance(settled);
    this.replicas = Object.fromEntries(
      Object.entries(settled.replicas).map(([key, options]) => [
        key,
        new PostgresReplica(this, `replica-${key}`, {
          key,
          options,
          settled,
          source: this.instance.identifier,
          parameterGroupName: this.parameterGroup.name,
        }),
      ]),
    );
    const zones = settled.multiAz ? 2 : 1;
    declareCost(this, [
      ...machineCosts(settled.instanceClass, zones),
      ...storageCosts(settled.storage, zones),
    ]);
  }

  /** A server that another stack has made, for grants. */
  static fromExisting(
    scope: Construct,
    id: string,
    contract: ContractOf<typeof POSTGRES_SHAPE>,
    encryptionKeyArn?: string,
  ): ExistingPostgres {
    return new ExistingPostgres(scope, id, contract, encryptionKeyArn);
  }

  get address(): string {
    return this.instance.address;
  }

  get resourceId(): string {
    return this.instance.resourceId;
  }

  get masterSecretArn(): string | undefined {
    const managed = this.settled.masterPassword === "managed";
    return managed ? this.instance.masterUserSecret.get(0).secretArn : undefined;
  }

  /** What its alarms need, known at synth: `watchDatabase(database.watched)`. */
  get watched(): WatchedDatabase {
    return watchedOf({ ...this.settled, identifier: this.settled.name });
  }

  /** What another stack needs to connect: publish it as a contract of `POSTGRES_SHAPE`. */
  contractValues(): ContractOf<typeof POSTGRES_SHAPE> {
    return contractOf(this, this.database);
  }

  private createParameterGroup(settled: SettledPostgres): DbParameterGroup {
    const { name, version, overrides } = settled;
    const own = overrides?.parameterGroup?.parameter;
    return new DbParameterGroup(this, "parameters", {
      ...overrides?.parameterGroup,
      // The next family's group stands before the server leaves this one.
      name: `${name}-pg${version}`,
      family: `postgres${version}`,
      description: "Parameters of one PostgreSQL server",
      parameter: Array.isArray(own)
        ? withHeld(own)
        : parameterList({ ...settled, logicalReplication: settled.how === "blue-green" }),
      lifecycle: { ...overrides?.parameterGroup?.lifecycle, createBeforeDestroy: true },
    });
  }

  private createInstance(settled: SettledPostgres): DbInstance {
    const { name, network, tier, version, protect, birth } = settled;
    const subnets = new DbSubnetGroup(this, "subnets", {
      name,
      description: "Subnets of one PostgreSQL server",
      subnetIds: network.subnetIds(tier),
    });
    return new DbInstance(this, "Default", {
      // Else AWS bills a version that PostgreSQL no longer mends, by the CPU. Read when a server is born.
      engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      ...serverConfig(this, name, settled, settled.overrides?.instance),
      ...birthConfig(birth, settled),
      ...storageConfig(settled.storage),
      ...this.passwordConfig(settled),
      engine: "postgres",
      engineVersion: String(version),
      instanceClass: settled.instanceClass,
      multiAz: settled.multiAz,
      dbSubnetGroupName: subnets.name,
      parameterGroupName: this.parameterGroup.name,
      kmsKeyId: settled.encryptionKeyArn,
      backupRetentionPeriod: settled.backupDays,
      backupWindow: hourOfDay(settled.backupStart),
      allowMajorVersionUpgrade: settled.upgradingFrom !== undefined,
      blueGreenUpdate: settled.how === "blue-green" ? { enabled: true } : undefined,
      deleteAutomatedBackups: !protect,
      skipFinalSnapshot: !protect,
      finalSnapshotIdentifier: protect ? hashedName(`${name}-final`, [birth]) : undefined,
    });
  }

  private passwordConfig({ masterPassword, encryptionKeyArn }: SettledPostgres) {
    const written = writtenPassword(this, masterPassword);
    return written
      ? { passwordWo: written.value, passwordWoVersion: written.version }
      : managedPassword(encryptionKeyArn);
  }
}
