import { check } from "@groundplan/core/problems";
import type { Stage } from "@groundplan/core/stage";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { arnOf } from "../account/index.ts";
import type { AwsGrantee, AwsRole, PolicyStatement } from "../iam/index.ts";
import { type Connectable, SecurityGroup } from "../security-group/index.ts";
import { appProblems, resolveApp } from "./app-problems.ts";
import { ExecutionRole } from "./execution-role.ts";
import type { FargateAppProps } from "./fargate-app-props.ts";
import type { Architecture } from "./image.ts";
import { TaskRole } from "./task-role.ts";
import type { TaskSize } from "./task-size.ts";

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
    this.props = props;
    this.stage = props.stage;
    const { size, architecture } = resolveApp(props);
    this.size = size;
    this.architecture = architecture;
    check(this, appProblems(props));
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

  /**
   * What tasks need to start: the rights of the execution role, those of the shell agent, and the way
   * to images, secrets and logs. They go after the tasks.
   */
  get ready(): readonly ITerraformDependable[] {
    return [this.executionRole.policy, ...this.taskRole.ready, ...this.securityGroup.ready];
  }

  /**
   * The statements with which something else may start tasks of a task definition: in this cluster,
   * tagged like the definition, and passing exactly the two roles to ECS.
   *
   * @param definitions ARNs of the task definitions that may be started
   */
  startStatements(definitions: readonly string[]): PolicyStatement[] {
    const { cluster } = this.props;
    return [
      {
        sid: "StartTask",
        actions: ["ecs:RunTask"],
        resources: definitions,
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
