import {
  EcsCluster as AwsEcsCluster,
  type EcsClusterConfig,
} from "@cdktf/provider-aws/lib/ecs-cluster/index.js";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers/index.js";
import { ServiceDiscoveryHttpNamespace } from "@cdktf/provider-aws/lib/service-discovery-http-namespace/index.js";
import { declareCost } from "@groundplan/core/cost";
import { nameProblem } from "@groundplan/core/naming";
import { check, must } from "@groundplan/core/problems";
import type { ModuleProps, PerStage } from "@groundplan/core/stage";
import { Construct } from "constructs";
import { AUDIT_DAYS, retentionProblem } from "../log-retention/index.ts";
import type { Cluster, ExecAudit } from "./cluster.ts";
import { ExecRecord } from "./exec-audit.ts";

/** What a cluster is when nothing is said. */
export const DEFAULTS = {
  containerInsights: { dev: "disabled", prod: "enhanced" } as PerStage<ContainerInsights>,
  exec: { dev: true, prod: false } as PerStage<boolean>,
  execRetentionDays: { dev: 400, prod: 400 } as PerStage<number>,
  serviceConnect: { dev: false, prod: false } as PerStage<boolean>,
};

/** How closely CloudWatch watches tasks; each step costs more metrics. */
export type ContainerInsights = "disabled" | "enabled" | "enhanced";

/** List price of a customer managed key, us-east-1. */
const KEY_USD_PER_MONTH = 1;

export interface EcsClusterProps extends ModuleProps {
  /** Physical name, at most 255 characters. Changing it replaces the cluster and stops all tasks. */
  readonly name: string;

  /**
   * Metrics per task and container. A change restarts nothing.
   *
   * @default "disabled" in dev, "enhanced" in prod
   */
  readonly containerInsights?: ContainerInsights;

  /**
   * Whether services may allow shell sessions (ECS Exec). Every session is encrypted with the
   * cluster's own key and recorded. A change restarts nothing.
   *
   * @default true in dev, false in prod
   */
  readonly exec?: boolean;

  /**
   * Days that the record of shell sessions is kept: a period of CloudWatch Logs, at least 365.
   *
   * @default 400
   */
  readonly execRetentionDays?: number;

  /**
   * Makes the namespace in which services find one another by Service Connect. Taking it away needs
   * every service out of it first.
   *
   * @default false
   */
  readonly serviceConnect?: boolean;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: { readonly cluster?: Partial<EcsClusterConfig> };
}

/** What is known of a cluster that another stack made. */
export interface ExistingCluster {
  readonly name: string;
  readonly arn: string;
  /** As published by the stack that made it. @default no shell sessions */
  readonly execAudit?: ExecAudit;
  /** As published by the stack that made it. @default no Service Connect */
  readonly namespaceArn?: string;
}

/**
 * A cluster for Fargate tasks, on demand and on Spot.
 *
 * Makes the cluster, its capacity providers and, where shell sessions are allowed, their record.
 */
export class EcsCluster extends Construct implements Cluster {
  readonly cluster: AwsEcsCluster;
  readonly execAudit?: ExecAudit;
  readonly namespaceArn?: string;
  readonly ready: Cluster["ready"];
  /** Physical name; known at synth. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: EcsClusterProps) {
    super(scope, id);
    const { stage, name } = props;
    const containerInsights = props.containerInsights ?? DEFAULTS.containerInsights[stage];
    const exec = props.exec ?? DEFAULTS.exec[stage];
    const retentionDays = props.execRetentionDays ?? DEFAULTS.execRetentionDays[stage];
    check(this, [
      nameProblem("name", "ecs-cluster", name),
      retentionProblem("execRetentionDays", retentionDays, AUDIT_DAYS),
      must(
        exec || props.execRetentionDays === undefined,
        "execRetentionDays",
        "not be set while exec is false",
        props.execRetentionDays,
      ),
    ]);
    this.name = name;
    const record = exec
      ? new ExecRecord(this, "exec", { stage, clusterName: name, retentionDays })
      : undefined;
    this.execAudit = record;
    this.namespaceArn = this.createNamespace(
      props.serviceConnect ?? DEFAULTS.serviceConnect[stage],
    );
    this.cluster = new AwsEcsCluster(this, "Default", {
      name,
      setting: [{ name: "containerInsights", value: containerInsights }],
      serviceConnectDefaults: this.namespaceArn ? { namespace: this.namespaceArn } : undefined,
      ...props.overrides?.cluster,
      configuration: record ? sessionsRecorded(record) : undefined,
    });
    this.ready = [this.createCapacityProviders()];
    if (record) {
      declareCost(this, [{ item: "key for shell sessions", usdPerMonth: KEY_USD_PER_MONTH }]);
    }
  }

  /** A cluster that another stack made. Makes nothing. */
  static fromExisting(scope: Construct, id: string, existing: ExistingCluster): Cluster {
    return Object.assign(new Construct(scope, id), existing, { ready: [] });
  }

  get arn(): string {
    return this.cluster.arn;
  }

  private createNamespace(wanted: boolean): string | undefined {
    if (!wanted) return undefined;
    return new ServiceDiscoveryHttpNamespace(this, "namespace", {
      name: this.name,
      description: `Service Connect in ${this.name}`,
    }).arn;
  }

  private createCapacityProviders(): EcsClusterCapacityProviders {
    return new EcsClusterCapacityProviders(this, "capacity", {
      clusterName: this.cluster.name,
      capacityProviders: ["FARGATE", "FARGATE_SPOT"],
      defaultCapacityProviderStrategy: [{ capacityProvider: "FARGATE", weight: 1 }],
    });
  }
}

function sessionsRecorded(record: ExecRecord): EcsClusterConfig["configuration"] {
  return {
    executeCommandConfiguration: {
      kmsKeyId: record.keyArn,
      logging: "OVERRIDE",
      logConfiguration: {
        cloudWatchEncryptionEnabled: true,
        cloudWatchLogGroupName: record.logGroup.name,
      },
    },
  };
}
