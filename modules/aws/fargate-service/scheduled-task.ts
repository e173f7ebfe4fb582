import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { between, check, type Finding } from "@groundplan/core/problems";
import { Construct } from "constructs";
import { locationOf } from "../account/index.ts";
import { grantInline } from "../iam/grant-inline.ts";
import {
  type AwsGrantee,
  type AwsRole,
  type PolicyStatement,
  policyJson,
  trustService,
} from "../iam/index.ts";
import type { WatchedSchedule } from "../observability/index.ts";
import { type CapacityMix, capacityProblems, strategyOf } from "./capacity.ts";
import { DEFAULTS } from "./defaults.ts";
import type { FargateApp } from "./fargate-app.ts";
import { isReleased } from "./image.ts";
import { networkOf } from "./process-network.ts";
import { revisionStatements } from "./revision-rights.ts";
import { minutesOf, scheduleProblem } from "./schedule.ts";
import type { ScheduledTaskProps } from "./scheduled-task-props.ts";
import { type ProcessProps, TaskDefinition } from "./task-definition.ts";
import { failuresOf, TaskFailures } from "./task-failures.ts";

/** A start that comes later than this is left out: the next one is near. */
const MAXIMUM_AGE_SECONDS = 3600;

/**
 * A process of an application that runs by the clock and ends.
 *
 * Each start takes the newest revision of the task, whoever registered it.
 */
export class ScheduledTask extends Construct implements AwsGrantee {
  readonly app: FargateApp;
  readonly task: TaskDefinition;
  readonly schedule: SchedulerSchedule;
  /** The role with which EventBridge Scheduler starts the task, and nothing else. */
  readonly schedulerRole: IamRole;
  readonly name: string;
  /** What its alarms need, known at synth: `watchSchedule(nightly.watched)`. */
  readonly watched: WatchedSchedule;
  /** Not there where failures are dropped. */
  readonly failures?: TaskFailures;

  constructor(scope: Construct, id: string, props: ScheduledTaskProps) {
    super(scope, id);
    const { app } = props;
    const capacity = props.capacity ?? DEFAULTS.scheduledCapacity[app.stage];
    const keepFailures = props.keepFailures ?? DEFAULTS.keepFailures[app.stage];
    this.app = app;
    this.name = `${app.props.name}-${props.process}`;
    check(this, scheduleProblems(props, this.name, capacity));
    this.task = new TaskDefinition(this, "task", {
      ...taskPropsOf(props),
      exec: false,
      followsNewestRevision: isReleased(app.props.image),
    });
    if (keepFailures) this.failures = this.createFailures();
    this.watched = watchedOf(props, this.name, this.task.logTarget.group, keepFailures);
    this.schedulerRole = this.createRole();
    const givenUp = props.deadLetterQueueArn ?? this.failures?.queue.arn;
    const rights = this.createRights(givenUp);
    this.schedule = this.createSchedule(props, capacity, { rights, givenUp });
  }

  /** The role that the task acts with; shared by all processes of the application. */
  get role(): AwsRole {
    return this.app.role;
  }

  /**
   * Lets a pipeline register revisions with another image: `ecs:RegisterTaskDefinition` and
   * `ecs:DescribeTaskDefinition`, `ecs:TagResource` on what it registers, and to pass the two roles to ECS.
   * The next start takes the newest one.
   */
  grantDeploy(to: AwsGrantee): void {
    grantInline(this, "deploy", to, revisionStatements(this.app, this.task.family));
  }

  private createFailures(): TaskFailures {
    return new TaskFailures(this, "failures", {
      name: failuresOf(this.name),
      clusterName: this.app.props.cluster.name,
      family: this.task.family,
    });
  }

  private createRole(): IamRole {
    const { accountId } = locationOf(this);
    return new IamRole(this, "scheduler-role", {
      name: `${this.name}-schedule`,
      description: `Starts ${this.name}`,
      assumeRolePolicy: trustService(
        "scheduler.amazonaws.com",
        accountId === "*" ? undefined : { StringEquals: { "aws:SourceAccount": [accountId] } },
      ),
    });
  }

  private createRights(givenUp: string | undefined): IamRolePolicy {
    const giveUp: PolicyStatement[] = givenUp
      ? [{ sid: "GiveUp", actions: ["sqs:SendMessage"], resources: [givenUp] }]
      : [];
    return new IamRolePolicy(this, "scheduler-rights", {
      name: "start-task",
      role: this.schedulerRole.name,
      policy: policyJson([...this.app.startStatements(this.task.startableArns), ...giveUp]),
    });
  }

  private createSchedule(
    props: ScheduledTaskProps,
    capacity: CapacityMix,
    { rights, givenUp }: { readonly rights: IamRolePolicy; readonly givenUp?: string },
  ): SchedulerSchedule {
    const { stage } = this.app;
    const { cluster } = this.app.props;
    return new SchedulerSchedule(this, "Default", {
      description: `Starts ${this.name}`,
      scheduleExpressionTimezone: props.timezone ?? DEFAULTS.timezone[stage],
      flexibleTimeWindow: { mode: "OFF" },
      ...props.overrides?.schedule,
      name: this.name,
      scheduleExpression: props.schedule,
      state: (props.enabled ?? true) ? "ENABLED" : "DISABLED",
      target: {
        arn: cluster.arn,
        roleArn: this.schedulerRole.arn,
        ecsParameters: {
          // Without a revision: a schedule that names one goes on starting it after it is gone
          // (terraform-provider-aws#6840).
          taskDefinitionArn: this.task.newestRevisionArn,
          taskCount: 1,
          capacityProviderStrategy: strategyOf(capacity),
          platformVersion: "LATEST",
          enableEcsManagedTags: true,
          propagateTags: "TASK_DEFINITION",
          networkConfiguration: networkOf(this.app),
        },
        retryPolicy: {
          maximumRetryAttempts: props.retries ?? DEFAULTS.retries[stage],
          maximumEventAgeInSeconds: MAXIMUM_AGE_SECONDS,
        },
        deadLetterConfig: givenUp ? { arn: givenUp } : undefined,
      },
      dependsOn: [...cluster.ready, ...this.app.ready, this.task.definition, rights],
    });
  }
}

/** The part of the props that is the task's. */
function taskPropsOf({ overrides: _, ...task }: ScheduledTaskProps): ProcessProps {
  return task;
}

/** What can be seen of its runs from outside. */
function watchedOf(
  { app, schedule, enabled = true }: ScheduledTaskProps,
  name: string,
  group: string,
  keepFailures: boolean,
): WatchedSchedule {
  return {
    name,
    failuresName: keepFailures ? failuresOf(name) : undefined,
    logGroupName: app.props.logs?.firelens ? undefined : group,
    everyMinutes: enabled ? minutesOf(schedule) : undefined,
  };
}

function scheduleProblems(
  props: ScheduledTaskProps,
  name: string,
  capacity: CapacityMix,
): Finding[] {
  return [
    nameProblem("process", "event-rule", name),
    nameProblem("process", "iam-role", `${name}-schedule`),
    scheduleProblem("schedule", props.schedule),
    between("retries", props.retries, 0, 185),
    ...capacityProblems("capacity", capacity),
  ];
}
