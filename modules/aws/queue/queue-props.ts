import type { SqsQueueConfig } from "@cdktf/provider-aws/lib/sqs-queue/index.js";
import type { ModuleProps } from "@groundplan/core/stage";

export interface QueueProps extends ModuleProps {
  /**
   * Name, at most 75 characters. The queue of dead letters is `<name>-dead`. Changing it replaces both;
   * **the messages are lost**.
   */
  readonly name: string;

  /**
   * Seconds for which nobody else sees a message that a worker has taken, 0 to 43,200: longer than the work
   * lasts, or two workers do it. In place, from the next message taken.
   *
   * @default 60
   */
  readonly visibilitySeconds?: number;

  /**
   * How often a message is taken before it is a dead letter, 1 to 1,000. In place.
   *
   * @default 5
   */
  readonly attempts?: number;

  /**
   * Days that a message waits before SQS drops it, 1 to 14. Fewer drop older messages.
   *
   * @default 4 in dev, 7 in prod
   */
  readonly keepDays?: number;

  /**
   * Refuses plans that destroy the queues, with what waits in them.
   *
   * @default false in dev, true in prod
   */
  readonly protect?: boolean;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: {
    readonly queue?: Partial<SqsQueueConfig>;
    readonly deadLetters?: Partial<SqsQueueConfig>;
  };
}
