import { DbInstance } from "@cdktf/provider-aws/lib/db-instance/index.js";
import type { ContractOf } from "@groundplan/core/contracts";
import { declareCost } from "@groundplan/core/cost";
import type { Construct } from "constructs";
import type { WatchedDatabase } from "../observability/index.ts";
import type { SecurityGroup } from "../security-group/index.ts";
import type { SettledPostgres } from "./defaults.ts";
import { machineCosts } from "./machines.ts";
import type { ReplicaOptions } from "./postgres-props.ts";
import { type POSTGRES_SHAPE, PostgresServer } from "./postgres-server.ts";
import { contractOf, createSecurityGroup, serverConfig } from "./server-config.ts";
import { storageConfig, storageCosts } from "./storage.ts";
import { watchedOf } from "./watched.ts";

/** What a replica is made from. */
interface PostgresReplicaProps {
  readonly key: string;
  readonly options: ReplicaOptions;
  readonly settled: SettledPostgres;
  /** Name of the server that it copies, as Terraform refers to it. */
  readonly source: string;
  readonly parameterGroupName: string;
}

/** A copy that answers reading alone: with a security group, a name and grants of its own. */
export class PostgresReplica extends PostgresServer {
  readonly instance: DbInstance;
  readonly securityGroup: SecurityGroup;
  readonly database: string;
  readonly masterSecretArn = undefined;
  readonly masterKeyArn = undefined;
  /** What its alarms need, known at synth: `watchDatabase(copy.watched)`. */
  readonly watched: WatchedDatabase;

  constructor(scope: Construct, id: string, props: PostgresReplicaProps) {
    super(scope, id);
    const { key, settled, options, source, parameterGroupName } = props;
    const name = `${settled.name}-${key}`;
    const { instanceClass = settled.instanceClass, multiAz = false } = options;
    this.database = settled.database;
    this.securityGroup = createSecurityGroup(this, name, settled);
    this.instance = new DbInstance(this, "Default", {
      ...serverConfig(this, name, settled),
      replicateSourceDb: source,
      instanceClass,
      multiAz,
      parameterGroupName,
      ...storageConfig(settled.storage),
      // It begins with what the server has by then.
      allocatedStorage: undefined,
      // RDS takes no last snapshot of a copy.
      skipFinalSnapshot: true,
    });
    this.watched = watchedOf({ ...settled, instanceClass, identifier: name, isReplica: true });
    const zones = multiAz ? 2 : 1;
    declareCost(this, [
      ...machineCosts(instanceClass, zones),
      ...storageCosts(settled.storage, zones),
    ]);
  }

  get address(): string {
    return this.instance.address;
  }

  get resourceId(): string {
    return this.instance.resourceId;
  }

  /** What another stack needs to read from it: publish it as a contract of `POSTGRES_SHAPE`. */
  contractValues(): ContractOf<typeof POSTGRES_SHAPE> {
    return contractOf(this, this.database);
  }
}
