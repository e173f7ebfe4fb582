import { type Alarm, LOOK_BACK_MINUTES } from "./alarm.ts";
import { onMetric, type Watch } from "./watch.ts";

/** A process that runs by the clock, as its alarms need it. */
export interface WatchedSchedule {
  /** Physical name. */
  readonly name: string;
  /** Queue that gets starts that were given up and tasks that failed. Not there where those are dropped. */
  readonly failuresName?: string;
  /** Group of its lines in CloudWatch Logs. Not there where they go elsewhere. */
  readonly logGroupName?: string;
  /** Minutes from one start to the next. Not there where the schedule does not say, or stands still. */
  readonly everyMinutes?: number;
}

/** Times in a row that it must have been silent: one start may be late, or left out. */
const SILENT_TIMES = 3;

/**
 * What to watch of a process that runs by the clock: that no run fails, and that there are runs. Each run must
 * print a line; one that comes less often than every eight hours is not missed.
 */
export function watchSchedule(schedule: WatchedSchedule): Watch {
  const { name, failuresName, logGroupName, everyMinutes } = schedule;
  const isSeen = everyMinutes !== undefined && everyMinutes * SILENT_TIMES <= LOOK_BACK_MINUTES;
  return {
    title: `schedule ${name}`,
    alarms: {
      ...(failuresName && { failed: failedRuns(name, failuresName) }),
      ...(logGroupName && isSeen && { silent: noRuns(name, logGroupName, everyMinutes) }),
    },
  };
}

function failedRuns(name: string, failuresName: string): Alarm {
  return onMetric({
    severity: "warning",
    reason: `A run of ${name} failed, or could not be started`,
    runbook: `Read why (aws sqs receive-message on ${failuresName}) and the task's last lines, mend it, then empty the queue (aws sqs purge-queue): the alarm ends with it, or four days after the last failure`,
    metric: {
      namespace: "AWS/SQS",
      name: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: failuresName },
      statistic: "Maximum",
    },
    limit: { above: 0 },
    minutes: 1,
  });
}

function noRuns(name: string, logGroupName: string, everyMinutes: number): Alarm {
  const alarm = onMetric({
    severity: "warning",
    reason: `${name} has not run for ${SILENT_TIMES * everyMinutes} minutes: it has printed nothing`,
    runbook:
      "Is its schedule there and enabled (aws scheduler get-schedule)? May its role start the task? Start it by hand and see",
    metric: {
      namespace: "AWS/Logs",
      name: "IncomingLogEvents",
      dimensions: { LogGroupName: logGroupName },
      statistic: "Sum",
    },
    limit: { below: 1 },
    minutes: SILENT_TIMES,
    missing: "alarm",
  });
  return { ...alarm, everyMinutes };
}
