import { Construct } from "constructs";
import { arnOf, locationOf } from "../account/index.ts";
import { grantInline } from "../iam/grant-inline.ts";
import type { AwsGrantee } from "../iam/index.ts";
import type { WatchedQueue } from "../observability/index.ts";

/** Name of the queue that gets what nobody could work off. */
export function deadLettersOf(name: string): string {
  return `${name}-dead`;
}

/** A queue as those meet it who send and work: made in this stack or in another one. */
export abstract class QueueStore extends Construct {
  abstract readonly name: string;

  /** ARN, known at synth. */
  get arn(): string {
    return arnOf(this, "sqs", this.name);
  }

  /** Address that programs are told, known at synth: `https://sqs.eu-west-1.amazonaws.com/111122223333/acme-jobs`. */
  get url(): string {
    const { accountId, region, partition } = locationOf(this);
    const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    return `https://sqs.${region}.${suffix}/${accountId}/${this.name}`;
  }

  /** What its alarms need: `watchQueue(queue.watched)`. */
  get watched(): WatchedQueue {
    return { name: this.name, deadLettersName: deadLettersOf(this.name) };
  }

  /** Lets a role put messages into the queue: `sqs:SendMessage`. It reads none. */
  grantSend(to: AwsGrantee): void {
    grantInline(this, "send", to, [
      { sid: "SendMessages", actions: ["sqs:SendMessage"], resources: [this.arn] },
    ]);
  }

  /**
   * Lets a role work the queue off: `sqs:ReceiveMessage`, `sqs:DeleteMessage`,
   * `sqs:ChangeMessageVisibility` and `sqs:GetQueueAttributes`. It sends none.
   */
  grantWork(to: AwsGrantee): void {
    grantInline(this, "work", to, [
      {
        sid: "WorkMessagesOff",
        actions: [
          "sqs:ChangeMessageVisibility",
          "sqs:DeleteMessage",
          "sqs:GetQueueAttributes",
          "sqs:ReceiveMessage",
        ],
        resources: [this.arn],
      },
    ]);
  }
}

/** A queue that another stack has made, for grants and its address. */
export class ExistingQueue extends QueueStore {
  readonly name: string;

  constructor(scope: Construct, id: string, props: { readonly name: string }) {
    super(scope, id);
    this.name = props.name;
  }
}
