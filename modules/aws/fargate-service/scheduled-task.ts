import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import {
  SchedulerSchedule,
  type SchedulerScheduleConfig,
} from "@cdktf/provider-aws/lib/scheduler-schedule/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { between, check, type Finding, matching } from "@groundplan/core/problems";
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
import { type CapacityMix, capacityProblems, strategyOf } from "./capacity.ts";
import { DEFAULTS } from "./defaults.ts";
import type { FargateApp } from "./fargate-app.ts";
import { isReleased } from "./image.ts";
import { networkOf } from "./process-network.ts";
import { revisionStatements } from "./revision-rights.ts";
import { type ProcessProps, TaskDefinition } from "./task-definition.ts";

/** A start that comes later than this is left out: the next one is near. */
const MAXIMUM_AGE_SECONDS = 3600;

export interface ScheduledTaskProps extends ProcessProps {
  /**
   * When it runs: `cron(0 3 * * ? *)`, `rate(1 hour)` or `at(2027-01-31T03:00:00)`. A change starts
   * nothing.
   */
  readonly schedule: string;

  /**
   * Time zone of the schedule, with its summer time: `Europe/Lisbon`.
   *
   * @default "UTC"
   */
  readonly timezone?: string;

  /**
   * Whether it runs at all. A change stops nothing that runs.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * On demand or Spot.
   *
   * @default Spot in dev, on demand in prod
   */
  readonly capacity?: CapacityMix;

  /**
   * How often a start that AWS refused is tried again, 0 to 185. A task that fails is not repeated.
   *
   * @default 0 in dev, 3 in prod
   */
  readonly retries?: number;

  /**
   * ARN of a queue that gets the starts that were given up; the schedule's role may write to it. A
   * queue with a key of its own must let that role use the key.
   *
   * @default they are dropped
   */
  readonly deadLetterQueueArn?: string;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: { readonly schedule?: Partial<SchedulerScheduleConfig> };
}

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

  constructor(scope: Construct, id: string, props: ScheduledTaskProps) {
    super(scope, id);
    const { app } = props;
    const capacity = props.capacity ?? DEFAULTS.scheduledCapacity[app.stage];
    this.app = app;
    this.name = `${app.props.name}-${props.process}`;
    check(this, scheduleProblems(props, this.name, capacity));
    this.task = new TaskDefinition(this, "task", {
      ...taskPropsOf(props),
      exec: false,
      followsNewestRevision: isReleased(app.props.image),
    });
    this.schedulerRole = this.createRole();
    const rights = this.createRights(props);
    this.schedule = this.createSchedule(props, capacity, rights);
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

  private createRights({ deadLetterQueueArn }: ScheduledTaskProps): IamRolePolicy {
    const giveUp: PolicyStatement[] = deadLetterQueueArn
      ? [{ sid: "GiveUp", actions: ["sqs:SendMessage"], resources: [deadLetterQueueArn] }]
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
    rights: IamRolePolicy,
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
        deadLetterConfig: props.deadLetterQueueArn ? { arn: props.deadLetterQueueArn } : undefined,
      },
      dependsOn: [...cluster.ready, ...this.app.ready, this.task.definition, rights],
    });
  }
}

/** The part of the props that is the task's. */
function taskPropsOf({ overrides: _, ...task }: ScheduledTaskProps): ProcessProps {
  return task;
}

/** What is wrong with when a task runs. */
export function scheduleProblem(prop: string, schedule: string): Finding {
  return matching(prop, schedule, /^(cron|rate|at)\(.+\)$/, "be cron(...), rate(...) or at(...)");
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
