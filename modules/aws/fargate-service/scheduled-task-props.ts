import type { SchedulerScheduleConfig } from "@cdktf/provider-aws/lib/scheduler-schedule/index.js";
import type { CapacityMix } from "./capacity.ts";
import type { ProcessProps } from "./task-definition.ts";

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
   * Whether what failed is kept for four days, in a queue of its own: starts that were given up, and tasks
   * that did not start or ended with another exit code than 0. Alarms need it: `watchSchedule`. Switched off
   * the queue goes, and what is in it.
   *
   * @default false in dev, true in prod
   */
  readonly keepFailures?: boolean;

  /**
   * ARN of another queue for the starts that were given up; the schedule's role may write to it. A
   * queue with a key of its own must let that role use the key.
   *
   * @default that of `keepFailures`, else they are dropped
   */
  readonly deadLetterQueueArn?: string;

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: { readonly schedule?: Partial<SchedulerScheduleConfig> };
}
