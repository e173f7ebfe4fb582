import type { Statistic } from "./alarm.ts";
import { onMetric, type Watch } from "./watch.ts";

/** A queue of SQS as its alarms need it. */
export interface WatchedQueue {
  /** Physical name. */
  readonly name: string;
  /** Physical name of the queue that gets what nobody could work off. */
  readonly deadLettersName: string;
}

/**
 * What to watch of a queue: that it is worked off, and that nothing is given up.
 *
 * @param oldestMinutes minutes that a message may wait. Default: 30
 */
export function watchQueue(
  { name, deadLettersName }: WatchedQueue,
  { oldestMinutes = 30 }: { readonly oldestMinutes?: number } = {},
): Watch {
  return {
    title: `queue ${name}`,
    alarms: {
      age: onMetric({
        reason: `A message of ${name} has waited for more than ${oldestMinutes} minutes`,
        runbook:
          "Do workers run, and do they end what they take? Read their lines; more of them help when each does its work",
        metric: metricOf(name, "ApproximateAgeOfOldestMessage", "Maximum"),
        limit: { above: oldestMinutes * 60 },
        minutes: 5,
      }),
      dead: onMetric({
        severity: "warning",
        reason: `${deadLettersName} has messages that no worker could work off`,
        runbook:
          "Read one (aws sqs receive-message), mend what it meets, then send them back: aws sqs start-message-move-task",
        metric: metricOf(deadLettersName, "ApproximateNumberOfMessagesVisible", "Maximum"),
        limit: { above: 0 },
        minutes: 5,
      }),
    },
  };
}

function metricOf(queueName: string, name: string, statistic: Statistic) {
  return { namespace: "AWS/SQS", name, dimensions: { QueueName: queueName }, statistic };
}
