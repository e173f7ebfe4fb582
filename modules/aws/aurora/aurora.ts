import type { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group/index.js";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group/index.js";
import { RdsCluster } from "@cdktf/provider-aws/lib/rds-cluster/index.js";
import { RdsClusterEndpoint } from "@cdktf/provider-aws/lib/rds-cluster-endpoint/index.js";
import { RdsClusterInstance } from "@cdktf/provider-aws/lib/rds-cluster-instance/index.js";
import type { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group/index.js";
import type { ContractOf } from "@groundplan/core/contracts";
import { declareCost } from "@groundplan/core/cost";
import { check } from "@groundplan/core/problems";
import type { Construct } from "constructs";
import { locationOf } from "../account/index.ts";
import type { Dialect } from "../database/database-server.ts";
import { createLogGroups } from "../database/log-groups.ts";
import { managedPassword, writtenPassword } from "../database/master.ts";
import { hourOfWeek } from "../database/schedule.ts";
import { SecurityGroup } from "../security-group/index.ts";
import { auroraProblems } from "./aurora-problems.ts";
import type { AuroraProps } from "./aurora-props.ts";
import {
  type AURORA_SHAPE,
  AuroraServer,
  ExistingAurora,
  type KnownAurora,
} from "./aurora-server.ts";
import { appliesNow, clusterConfig } from "./cluster-config.ts";
import { resolveAurora, type SettledAurora } from "./defaults.ts";
import { engineWords } from "./engine.ts";
import { firstToWrite } from "./instances.ts";
import { hasServerless, instanceCosts } from "./machines.ts";
import { createParameterGroups } from "./parameter-groups.ts";
import { createReaderScaling } from "./reader-scaling.ts";
import type { WatchedAurora } from "./watch-aurora.ts";

type Records<T> = Readonly<Record<string, T>>;

/**
 * An Aurora cluster, of PostgreSQL or MySQL: one volume over three zones, instances that write and read it,
 * reached inside the network alone, by TLS, logged into by IAM.
 *
 * @stateful
 */
export class Aurora extends AuroraServer {
  readonly cluster: RdsCluster;
  /** By their keys. */
  readonly instances: Records<RdsClusterInstance>;
  /** By their keys. */
  readonly endpoints: Records<RdsClusterEndpoint>;
  readonly clusterParameterGroup: RdsClusterParameterGroup;
  readonly instanceParameterGroup: DbParameterGroup;
  readonly securityGroup: SecurityGroup;
  readonly database: string;
  readonly dialect: Dialect;
  readonly dataApi: boolean;
  readonly masterKeyArn?: string;
  private readonly settled: SettledAurora;

  constructor(scope: Construct, id: string, props: AuroraProps) {
    super(scope, id);
    check(this, auroraProblems(props, locationOf(this).region));
    const settled = resolveAurora(props);
    this.settled = settled;
    this.database = settled.database;
    this.dialect = engineWords(settled.engine).dialect;
    this.dataApi = settled.dataApi;
    this.masterKeyArn = settled.encryptionKeyArn;
    this.securityGroup = new SecurityGroup(this, "security-group", {
      vpcId: settled.network.vpcId,
      namePrefix: settled.name,
      description: `Aurora cluster ${settled.name}`,
    });
    const groups = createParameterGroups(this, settled);
    this.clusterParameterGroup = groups.cluster;
    this.instanceParameterGroup = groups.instance;
    this.cluster = this.createCluster();
    this.instances = this.createInstances();
    this.endpoints = this.createEndpoints();
    this.scaleReaders();
  }

  /** A cluster that another stack has made, for grants. */
  static fromExisting(
    scope: Construct,
    id: string,
    contract: ContractOf<typeof AURORA_SHAPE>,
    known: KnownAurora,
  ): ExistingAurora {
    return new ExistingAurora(scope, id, contract, known);
  }

  get endpoint(): string {
    return this.cluster.endpoint;
  }

  get readerEndpoint(): string {
    return this.cluster.readerEndpoint;
  }

  get resourceId(): string {
    return this.cluster.clusterResourceId;
  }

  get clusterArn(): string {
    return this.cluster.arn;
  }

  get masterSecretArn(): string | undefined {
    const managed = this.settled.masterPassword === "managed";
    return managed ? this.cluster.masterUserSecret.get(0).secretArn : undefined;
  }

  /** What its alarms need: `watchAurora(database.watched)`. */
  get watched(): WatchedAurora {
    const { name, engine, instances, scaling, backtrackHours } = this.settled;
    return {
      clusterName: name,
      engine: engine.name,
      hasReaders: Object.keys(instances).length > 1 || scaling !== undefined,
      hasServerless: hasServerless(this.settled),
      hasBacktrack: backtrackHours > 0,
    };
  }

  /** What another stack needs to connect: publish it as a contract of `AURORA_SHAPE`. */
  contractValues(): ContractOf<typeof AURORA_SHAPE> {
    return {
      endpoint: this.endpoint,
      readerEndpoint: this.readerEndpoint,
      port: String(this.port),
      database: this.database,
      resourceId: this.resourceId,
      clusterArn: this.clusterArn,
      securityGroupId: this.securityGroup.id,
      masterSecretArn: this.masterSecretArn ?? "",
    };
  }

  private createCluster(): RdsCluster {
    const { settled } = this;
    const { name, network, tier, masterPassword, encryptionKeyArn, upgradingFrom } = settled;
    const subnets = new DbSubnetGroup(this, "subnets", {
      name,
      description: "Subnets of one Aurora cluster",
      subnetIds: network.subnetIds(tier),
    });
    const written = writtenPassword(this, masterPassword);
    return new RdsCluster(this, "Default", {
      ...clusterConfig(settled),
      ...(written
        ? { masterPasswordWo: written.value, masterPasswordWoVersion: written.version }
        : managedPassword(encryptionKeyArn)),
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [this.securityGroup.id],
      dbClusterParameterGroupName: this.clusterParameterGroup.name,
      // AWS takes it in the upgrade alone; else the instances would be left with the old family's.
      dbInstanceParameterGroupName:
        upgradingFrom === undefined ? undefined : this.instanceParameterGroup.name,
      dependsOn: createLogGroups(this, `/aws/rds/cluster/${name}`, settled.logs, settled),
    });
  }

  /** The first to write stands before the others: Aurora takes whichever comes first. */
  private createInstances(): Records<RdsClusterInstance> {
    const first = firstToWrite(this.settled.instances);
    const writer = this.createInstance(first);
    const others = Object.keys(this.settled.instances).filter((key) => key !== first);
    return Object.fromEntries([
      [first, writer],
      ...others.map((key) => [key, this.createInstance(key, [writer])] as const),
    ]);
  }

  private createInstance(key: string, after: RdsClusterInstance[] = []): RdsClusterInstance {
    const { settled } = this;
    const { instanceClass, zone, promotionTier } = settled.instances[key]!;
    const { name, engine, window, compute, overrides } = settled;
    const machine = instanceClass ?? settled.instanceClass;
    declareCost(this, instanceCosts(machine, settled));
    return new RdsClusterInstance(this, `instance-${key}`, {
      ...overrides?.instances,
      identifier: `${name}-${key}`,
      clusterIdentifier: this.cluster.clusterIdentifier,
      engine: engineWords(engine).engine,
      instanceClass: machine,
      availabilityZone: zone,
      promotionTier: promotionTier ?? 1,
      dbParameterGroupName: this.instanceParameterGroup.name,
      publiclyAccessible: false,
      caCertIdentifier: compute?.certificateAuthority,
      autoMinorVersionUpgrade: engine.release === undefined,
      applyImmediately: appliesNow(settled),
      preferredMaintenanceWindow: hourOfWeek(window),
      dependsOn: after.length > 0 ? after : undefined,
    });
  }

  private createEndpoints(): Records<RdsClusterEndpoint> {
    const { name, endpoints } = this.settled;
    const identifiers = (keys: readonly string[]) =>
      keys.map((key) => this.instances[key]!.identifier);
    return Object.fromEntries(
      Object.entries(endpoints).map(([key, { to = "readers", instances }]) => [
        key,
        new RdsClusterEndpoint(this, `endpoint-${key}`, {
          clusterIdentifier: this.cluster.clusterIdentifier,
          clusterEndpointIdentifier: `${name}-${key}`,
          customEndpointType: to === "any" ? "ANY" : "READER",
          ...("only" in instances
            ? { staticMembers: identifiers(instances.only) }
            : { excludedMembers: identifiers(instances.except) }),
        }),
      ]),
    );
  }

  private scaleReaders(): void {
    const { scaling } = this.settled;
    const instances = Object.values(this.instances);
    if (!scaling) return;
    createReaderScaling(this, this.cluster.clusterIdentifier, scaling, {
      readers: instances.length - 1,
      instances,
    });
  }
}
