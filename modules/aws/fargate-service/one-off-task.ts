import type { EcsTaskDefinitionConfig } from "@cdktf/provider-aws/lib/ecs-task-definition/index.js";
import { check, matching } from "@groundplan/core/problems";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { arnOf } from "../account/index.ts";
import { grantInline } from "../iam/grant-inline.ts";
import type { AwsGrantee, AwsRole } from "../iam/index.ts";
import { type CapacityMix, capacityProblems, strategyOf } from "./capacity.ts";
import { DEFAULTS } from "./defaults.ts";
import type { FargateApp } from "./fargate-app.ts";
import { isReleased } from "./image.ts";
import { networkOf } from "./process-network.ts";
import { revisionStatements } from "./revision-rights.ts";
import { type ProcessProps, TaskDefinition } from "./task-definition.ts";

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

export interface OneOffTaskProps extends ProcessProps {
  /**
   * On demand or Spot. A migration that Spot interrupts leaves a half-way schema.
   *
   * @default on demand
   */
  readonly capacity?: CapacityMix;

  /**
   * ARN of a role that a run acts with in place of the application's: one that may more, for what is done once.
   * It trusts `ecs-tasks.amazonaws.com`, and whoever starts the task may pass it. A change holds for later runs.
   *
   * @default the application's
   */
  readonly runAs?: string;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: { readonly taskDefinition?: Partial<EcsTaskDefinitionConfig> };
}

/**
 * A process of an application that a person or a pipeline starts: a migration before a release, a
 * repair, a shell command. Terraform registers it and never runs it.
 */
export class OneOffTask extends Construct implements AwsGrantee {
  readonly app: FargateApp;
  readonly task: TaskDefinition;
  readonly name: string;
  /**
   * What `aws ecs run-task --cli-input-json` takes to start it: cluster, newest revision, capacity,
   * network. Publish it as an output for the pipeline.
   */
  readonly runTaskInput: string;
  private readonly runAs?: string;

  constructor(scope: Construct, id: string, props: OneOffTaskProps) {
    super(scope, id);
    const { app } = props;
    const capacity = props.capacity ?? DEFAULTS.oneOffCapacity[app.stage];
    check(this, [
      ...capacityProblems("capacity", capacity),
      matching("runAs", props.runAs, ROLE_ARN, "be the ARN of a role"),
    ]);
    this.app = app;
    this.runAs = props.runAs;
    this.name = `${app.props.name}-${props.process}`;
    this.task = new TaskDefinition(this, "task", {
      ...taskPropsOf(props),
      exec: false,
      followsNewestRevision: isReleased(app.props.image),
    });
    this.runTaskInput = this.describeRun(capacity);
  }

  /** The role that the task acts with; shared by all processes of the application. */
  get role(): AwsRole {
    return this.app.role;
  }

  /**
   * Lets a pipeline run it and wait for its end: `ecs:RunTask` on this task in this cluster, tagging
   * what it starts, `ecs:DescribeTasks` on the cluster's tasks, and to pass the two roles to ECS, and that of
   * `runAs`.
   */
  grantRun(to: AwsGrantee): void {
    const { cluster } = this.app.props;
    grantInline(this, "run", to, [
      ...this.app.startStatements(this.task.startableArns),
      {
        sid: "WaitForTask",
        actions: ["ecs:DescribeTasks"],
        resources: [arnOf(this, "ecs", `task/${cluster.name}/*`)],
      },
      ...(this.runAs
        ? [{ ...this.app.passRoles(), sid: "PassOther", resources: [this.runAs] }]
        : []),
    ]);
  }

  /**
   * Lets a pipeline register revisions with another image: `ecs:RegisterTaskDefinition` and
   * `ecs:DescribeTaskDefinition`, `ecs:TagResource` on what it registers, and to pass the two roles to ECS.
   * The next start takes the newest one.
   */
  grantDeploy(to: AwsGrantee): void {
    grantInline(this, "deploy", to, revisionStatements(this.app, this.task.family));
  }

  private describeRun(capacity: CapacityMix): string {
    const { subnets, securityGroups, assignPublicIp } = networkOf(this.app);
    return Fn.jsonencode({
      cluster: this.app.props.cluster.name,
      taskDefinition: this.task.family,
      count: 1,
      capacityProviderStrategy: strategyOf(capacity),
      platformVersion: "LATEST",
      enableECSManagedTags: true,
      propagateTags: "TASK_DEFINITION",
      ...(this.runAs && { overrides: { taskRoleArn: this.runAs } }),
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets,
          securityGroups,
          assignPublicIp: assignPublicIp ? "ENABLED" : "DISABLED",
        },
      },
    });
  }
}

/** The part of the props that is the task's. */
function taskPropsOf({ capacity: _, runAs: __, ...task }: OneOffTaskProps) {
  return task;
}
