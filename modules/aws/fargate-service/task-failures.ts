import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule/index.js";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target/index.js";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue/index.js";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy/index.js";
import { Construct } from "constructs";
import { arnOf } from "../account/index.ts";
import { overTlsOnly, policyJson } from "../iam/index.ts";
import { APP_CONTAINER } from "./sidecar.ts";

/** Over a long weekend, and not for ever: an alarm on the queue ends by itself. */
const KEPT_SECONDS = 4 * 86_400;

/** What failures are kept of. */
interface TaskFailuresProps {
  /** Name of queue and rule: see `failuresOf`. */
  readonly name: string;
  readonly clusterName: string;
  readonly family: string;
}

/** Name of the queue that gets what failed of a process. */
export function failuresOf(process: string): string {
  return `${process}-failed`;
}

/**
 * What failed of a process that nobody waits for: a queue that ECS's events about its tasks go to, when one
 * did not start, was taken away, or ended with another exit code than 0. Whoever starts it may write there, too.
 */
export class TaskFailures extends Construct {
  readonly queue: SqsQueue;

  constructor(scope: Construct, id: string, props: TaskFailuresProps) {
    super(scope, id);
    const { name } = props;
    this.queue = new SqsQueue(this, "Default", {
      name,
      messageRetentionSeconds: KEPT_SECONDS,
      sqsManagedSseEnabled: true,
    });
    const rule = new CloudwatchEventRule(this, "rule", {
      name,
      description: "Tasks that did not end well",
      eventPattern: JSON.stringify(this.pattern(props)),
    });
    const policy = this.admit(rule);
    new CloudwatchEventTarget(this, "target", {
      rule: rule.name,
      targetId: "failed",
      arn: this.queue.arn,
      // What comes before the queue admits it is lost.
      dependsOn: [policy],
    });
  }

  /**
   * Codes that a task stops with: ECS API Reference, "TaskStopCode". A container that never ran has no exit
   * code; sidecars are stopped when the application ends, and say nothing of it.
   */
  private pattern({ clusterName, family }: TaskFailuresProps): object {
    return {
      source: ["aws.ecs"],
      "detail-type": ["ECS Task State Change"],
      detail: {
        clusterArn: [arnOf(this, "ecs", `cluster/${clusterName}`)],
        taskDefinitionArn: [{ prefix: `${arnOf(this, "ecs", `task-definition/${family}`)}:` }],
        lastStatus: ["STOPPED"],
        $or: [
          { containers: { name: [APP_CONTAINER], exitCode: [{ "anything-but": [0] }] } },
          { stopCode: [{ "anything-but": ["EssentialContainerExited"] }] },
        ],
      },
    };
  }

  private admit(rule: CloudwatchEventRule): SqsQueuePolicy {
    const resources = [this.queue.arn];
    return new SqsQueuePolicy(this, "policy", {
      queueUrl: this.queue.id,
      policy: policyJson([
        {
          sid: "TellOfTasks",
          actions: ["sqs:SendMessage"],
          principals: { Service: ["events.amazonaws.com"] },
          resources,
          conditions: { ArnEquals: { "aws:SourceArn": [rule.arn] } },
        },
        overTlsOnly(["sqs:*"], resources),
      ]),
    });
  }
}
