import type { IamRoleConfig } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { check } from "@groundplan/core/problems";
import type { ModuleProps, PerStage, Reason, Stage } from "@groundplan/core/stage";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { arnOf } from "../account/index.ts";
import type { Cluster } from "../ecs-cluster/index.ts";
import type { AwsGrantee, AwsRole, PolicyStatement } from "../iam/index.ts";
import { type Connectable, SecurityGroup } from "../security-group/index.ts";
import type { Network } from "../vpc/network.ts";
import { appProblems } from "./app-problems.ts";
import type { StartCondition } from "./container.ts";
import type { Environment } from "./environment.ts";
import { ExecutionRole } from "./execution-role.ts";
import type { Architecture, Image } from "./image.ts";
import type { LogSettings } from "./logs.ts";
import type { Secrets } from "./secrets.ts";
import type { Sidecars } from "./sidecar.ts";
import { TaskRole } from "./task-role.ts";
import type { FargateCpuUnits, TaskSize } from "./task-size.ts";
import type { Volumes } from "./volumes.ts";

/** What every process of an application gets when nothing is said. */
export const APP_DEFAULTS = {
  cpuUnits: { dev: 256, prod: 512 } as PerStage<FargateCpuUnits>,
  memoryMiB: { dev: 512, prod: 1024 } as PerStage<number>,
  architecture: { dev: "ARM64", prod: "ARM64" } as PerStage<Architecture>,
  retentionDays: { dev: 7, prod: 90 } as PerStage<number>,
  tmpMiB: { dev: 64, prod: 64 } as PerStage<number>,
};

/** How the application's container is closed off. */
export interface Hardening {
  /** User and group by number that the application runs as. @default "1000:1000" */
  readonly user?: string;
  /** Why the application has to run as root. @default it does not */
  readonly rootUser?: Reason;
  /** Why its root file system has to be writable. @default it is read-only, but for volumes */
  readonly writableRoot?: Reason;
  /** Size of `/tmp` in MiB, kept in the task's memory; 0 for none. @default 64 */
  readonly tmpMiB?: number;
}

/** Where in a network tasks stand. */
export interface Placement {
  /** Tier of the network. @default "private" */
  readonly tier?: string;
  /** Why tasks get addresses that the internet can reach. @default they get none */
  readonly publicAddress?: Reason;
}

export interface FargateAppProps extends ModuleProps {
  /**
   * Physical name of the application: processes are `<name>-<process>`. At most 53 characters, as
   * its roles are named by it. Changing it replaces everything.
   */
  readonly name: string;

  /** Cluster in which the processes run. Changing it replaces the services. */
  readonly cluster: Cluster;

  /** Network in which the tasks stand. Changing it replaces the services and their security group. */
  readonly network: Network;

  /**
   * The tier, and whether tasks have public addresses. A change starts new tasks.
   *
   * @default private subnets, no public address
   */
  readonly placement?: Placement;

  /** The application's image: pinned here, or named by a pipeline (`ReleasedImage`). A change deploys. */
  readonly image: Image;

  /**
   * Size of a task; a process may have another one. A change deploys.
   *
   * @default 256 CPU units and 512 MiB in dev, 512 and 1024 in prod
   */
  readonly size?: TaskSize;

  /**
   * Processor. The image must be built for it. A change deploys.
   *
   * @default "ARM64"
   */
  readonly architecture?: Architecture;

  /**
   * Plain environment variables of every process. A change deploys.
   *
   * @default {}
   */
  readonly environment?: Environment;

  /**
   * Secrets of every process, by environment variable. A change deploys; a new value of the secret
   * reaches tasks that start after it (see `RedeployOnRotation`).
   *
   * @default {}
   */
  readonly secrets?: Secrets;

  /**
   * Other containers in every task. A change deploys.
   *
   * @default {}
   */
  readonly sidecars?: Sidecars;

  /**
   * Sidecars that come before the application, and how far they must be. A change deploys.
   *
   * @default none
   */
  readonly startAfter?: Readonly<Record<string, StartCondition>>;

  /**
   * Places that the application may write to, beside `/tmp`. A change deploys.
   *
   * @default {}
   */
  readonly volumes?: Volumes;

  /**
   * Disk of a task in GiB, 21 to 200; what is above 20 costs. A change deploys.
   *
   * @default 20
   */
  readonly ephemeralStorageGiB?: number;

  /**
   * Where the lines go and how long they are kept. A change of retention deletes what is older.
   *
   * @default CloudWatch Logs, 7 days in dev, 90 in prod
   */
  readonly logs?: LogSettings;

  /**
   * User and root file system. A change deploys.
   *
   * @default not root, nothing writable but `/tmp` and volumes
   */
  readonly hardening?: Hardening;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: { readonly taskRole?: Partial<IamRoleConfig> };
}

/**
 * An application, from which its processes are made: web and workers (`FargateService`), scheduled
 * (`ScheduledTask`) and one-off tasks (`OneOffTask`). They share image, environment, secrets, roles
 * and the security group, so a migration runs with exactly what the web process has.
 */
export class FargateApp extends Construct implements AwsGrantee, Connectable {
  readonly props: FargateAppProps;
  readonly stage: Stage;
  readonly size: TaskSize;
  readonly architecture: Architecture;
  readonly securityGroup: SecurityGroup;
  readonly executionRole: ExecutionRole;
  readonly taskRole: TaskRole;

  constructor(scope: Construct, id: string, props: FargateAppProps) {
    super(scope, id);
    const { stage } = props;
    this.props = props;
    this.stage = stage;
    this.size = props.size ?? {
      cpuUnits: APP_DEFAULTS.cpuUnits[stage],
      memoryMiB: APP_DEFAULTS.memoryMiB[stage],
    };
    this.architecture = props.architecture ?? APP_DEFAULTS.architecture[stage];
    check(this, appProblems(props, this.size, this.architecture));
    this.executionRole = new ExecutionRole(this, "execution-role", {
      name: `${props.name}-execution`,
    });
    this.taskRole = new TaskRole(this, "task-role", {
      name: `${props.name}-task`,
      overrides: props.overrides?.taskRole,
    });
    this.securityGroup = this.createSecurityGroup();
  }

  /** The role that every process acts with: what is granted to the application. */
  get role(): AwsRole {
    return this.taskRole.role;
  }

  /** What tasks need to start: the rights of the execution role. They go after the tasks. */
  get ready(): readonly ITerraformDependable[] {
    return [this.executionRole.policy];
  }

  /**
   * The statements with which something else may start tasks of a task definition: in this cluster,
   * tagged like the definition, and passing exactly the two roles to ECS.
   *
   * @param revisions ARN of the revisions that may be started
   */
  startStatements(revisions: string): PolicyStatement[] {
    const { cluster } = this.props;
    return [
      {
        sid: "StartTask",
        actions: ["ecs:RunTask"],
        resources: [revisions],
        conditions: { ArnEquals: { "ecs:cluster": [cluster.arn] } },
      },
      {
        sid: "TagTask",
        actions: ["ecs:TagResource"],
        resources: [arnOf(this, "ecs", `task/${cluster.name}/*`)],
        conditions: { StringEquals: { "ecs:CreateAction": ["RunTask"] } },
      },
      this.passRoles(),
    ];
  }

  /** The statement that passes exactly the two roles to ECS. */
  passRoles(): PolicyStatement {
    return {
      sid: "PassRoles",
      actions: ["iam:PassRole"],
      resources: [this.executionRole.role.arn, this.role.arn],
      conditions: { StringEquals: { "iam:PassedToService": ["ecs-tasks.amazonaws.com"] } },
    };
  }

  private createSecurityGroup(): SecurityGroup {
    const { name, network } = this.props;
    const group = new SecurityGroup(this, "tasks", {
      vpcId: network.vpcId,
      namePrefix: name,
      description: `Tasks of ${name}`,
    });
    group.allowTo(
      { cidr: network.cidr, name: "network" },
      { port: 1, toPort: 65535, description: "Everything in the network" },
    );
    // Without egress this reaches the S3 gateway endpoint and nothing else: there is no route.
    group.allowTo({ cidr: "0.0.0.0/0", name: "https" }, { port: 443, description: "HTTPS" });
    return group;
  }
}
