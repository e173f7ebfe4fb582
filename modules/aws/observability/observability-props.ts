import type { CloudwatchDashboardConfig } from "@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js";
import type { ModuleProps } from "@groundplan/core/stage";
import type { Severity } from "./alarm.ts";
import type { NotificationTopics } from "./notification-topics.ts";
import type { Watch } from "./watch.ts";

/** A log group that AWS would make by itself, and keep for ever. */
export interface AdoptedLogGroup {
  /** Its name, as AWS makes it: `/aws/rds/instance/acme-prod-main/postgresql`. */
  readonly name: string;
  /** Days that lines are kept. Fewer delete older lines at once. Default: `logRetentionDays`. */
  readonly retentionDays?: number;
}

export interface ObservabilityProps extends ModuleProps {
  /**
   * The app's name, which begins the names of its alarms and is that of its dashboard:
   * `acme-prod-music-library`. Changing it makes all of them anew; what they tell starts anew as well.
   */
  readonly name: string;

  /** Where alarms send to: `Notifications` of this stack, or `Notifications.fromExisting`. */
  readonly notifications: NotificationTopics;

  /**
   * What is watched, by kebab-case name: `{ web: watchService(web) }`. A changed name makes the alarms
   * anew.
   */
  readonly watches: Readonly<Record<string, Watch>>;

  /**
   * Severities whose alarms are made. The dashboard has graphs of all.
   *
   * @default "critical" in dev, both in prod
   */
  readonly severities?: readonly Severity[];

  /**
   * Log groups that services of AWS write to, by kebab-case name. Make them before what writes: a group
   * that is there already must be imported. Removing one deletes its lines.
   *
   * @default none
   */
  readonly logGroups?: Readonly<Record<string, AdoptedLogGroup>>;

  /**
   * Days that lines of `logGroups` are kept: a period that CloudWatch Logs offers.
   *
   * @default 7 in dev, 90 in prod
   */
  readonly logRetentionDays?: number;

  /** Last word on the dashboard; shallow. Alarms are plain data: see the README. */
  readonly overrides?: { readonly dashboard?: Partial<CloudwatchDashboardConfig> };
}
