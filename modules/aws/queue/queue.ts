import { SqsQueue, type SqsQueueConfig } from "@cdktf/provider-aws/lib/sqs-queue/index.js";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy/index.js";
import { SqsQueueRedriveAllowPolicy } from "@cdktf/provider-aws/lib/sqs-queue-redrive-allow-policy/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { between, check, type Finding, whole } from "@groundplan/core/problems";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { arnOf } from "../account/index.ts";
import { overTlsOnly, policyJson } from "../iam/index.ts";
import { DEAD_DAYS, DEFAULTS } from "./defaults.ts";
import type { QueueProps } from "./queue-props.ts";
import { deadLettersOf, ExistingQueue, QueueStore } from "./queue-store.ts";

/** Seconds of a day, in which SQS counts. */
export const DAY_SECONDS = 86_400;

/**
 * A queue of work, and one beside it for the messages that nobody could work off.
 *
 * @stateful
 */
export class Queue extends QueueStore {
  readonly queue: SqsQueue;
  readonly deadLetters: SqsQueue;
  readonly name: string;

  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);
    check(this, queueProblems(props));
    this.name = props.name;
    const protect = props.protect ?? DEFAULTS.protect[props.stage];
    this.deadLetters = this.createDeadLetters(props, protect);
    this.queue = this.createQueue(props, protect);
    // Nobody else's failures land here, and none of ours elsewhere.
    new SqsQueueRedriveAllowPolicy(this, "dead-from", {
      queueUrl: this.deadLetters.id,
      redriveAllowPolicy: JSON.stringify({
        redrivePermission: "byQueue",
        sourceQueueArns: [this.arn],
      }),
    });
    this.refusePlainHttp("tls", this.queue, this.arn);
    this.refusePlainHttp(
      "dead-tls",
      this.deadLetters,
      arnOf(this, "sqs", deadLettersOf(this.name)),
    );
  }

  /** A queue that another stack makes: its address and its grants, from the name alone. */
  static fromExisting(
    scope: Construct,
    id: string,
    props: { readonly name: string },
  ): ExistingQueue {
    return new ExistingQueue(scope, id, props);
  }

  private createDeadLetters({ name, overrides }: QueueProps, protect: boolean): SqsQueue {
    return new SqsQueue(this, "dead", {
      ...overrides?.deadLetters,
      name: deadLettersOf(name),
      messageRetentionSeconds: DEAD_DAYS * DAY_SECONDS,
      sqsManagedSseEnabled: true,
      ...kept(protect, overrides?.deadLetters),
    });
  }

  private createQueue(
    { name, stage, overrides, ...props }: QueueProps,
    protect: boolean,
  ): SqsQueue {
    return new SqsQueue(this, "Default", {
      visibilityTimeoutSeconds: props.visibilitySeconds ?? DEFAULTS.visibilitySeconds[stage],
      // Workers wait for a message instead of asking again and again.
      receiveWaitTimeSeconds: 20,
      ...overrides?.queue,
      name,
      messageRetentionSeconds: (props.keepDays ?? DEFAULTS.keepDays[stage]) * DAY_SECONDS,
      sqsManagedSseEnabled: true,
      redrivePolicy: Fn.jsonencode({
        deadLetterTargetArn: this.deadLetters.arn,
        maxReceiveCount: props.attempts ?? DEFAULTS.attempts[stage],
      }),
      ...kept(protect, overrides?.queue),
    });
  }

  private refusePlainHttp(id: string, queue: SqsQueue, arn: string): void {
    new SqsQueuePolicy(this, id, {
      queueUrl: queue.id,
      policy: policyJson([overTlsOnly(["sqs:*"], [arn])]),
    });
  }
}

/** What keeps a queue from being destroyed. */
function kept(protect: boolean, overrides?: Partial<SqsQueueConfig>): Partial<SqsQueueConfig> {
  return protect ? { lifecycle: { ...overrides?.lifecycle, preventDestroy: true } } : {};
}

/** Everything that is wrong with a queue's props. The ranges are those of SQS (SetQueueAttributes). */
export function queueProblems(props: Omit<QueueProps, "stage">): Finding[] {
  const { visibilitySeconds, attempts, keepDays } = props;
  return [
    nameProblem("name", "sqs-queue", deadLettersOf(props.name)),
    between("visibilitySeconds", visibilitySeconds, 0, 43_200),
    whole("visibilitySeconds", visibilitySeconds),
    between("attempts", attempts, 1, 1000),
    whole("attempts", attempts),
    between("keepDays", keepDays, 1, DEAD_DAYS),
    whole("keepDays", keepDays),
  ];
}
