import { MonitoringAlertPolicy } from "@cdktf/provider-google/lib/monitoring-alert-policy/index.js";
import { MonitoringUptimeCheckConfig } from "@cdktf/provider-google/lib/monitoring-uptime-check-config/index.js";
import { between, type Finding, matching, must, reasonGiven } from "@groundplan/core/problems";
import type { Reason } from "@groundplan/core/stage";
import { Construct } from "constructs";
import {
  type AlertCondition,
  diskCondition,
  memoryCondition,
  refusedCondition,
} from "./guest-metrics.ts";

/** Who is told when the host does not answer, or the reason why nobody is. */
export type HostWatch = WatchOptions | { readonly off: Reason };

/** What is looked at from outside, and who is told. A change of host name replaces the check. */
export interface WatchOptions {
  /** Name that the certificate is for: `graph.example.org`. */
  readonly hostName: string;
  /** Path that answers 200 while all is well. @default "/health" */
  readonly path?: string;
  /** Notification channels: `projects/<project>/notificationChannels/<id>`. At least one. */
  readonly channels: readonly string[];
  /** Days before its end that a certificate is complained of, 1 to 60. @default 14 */
  readonly certificateDays?: number;
}

/** What the watch is made from. */
export interface HostWatchProps extends WatchOptions {
  /** Name of the machine, in what people read. */
  readonly name: string;
  /** Project id. */
  readonly project: string;
  /** Number of the machine, as metrics name it. */
  readonly instanceId: string;
  /** Whether the Ops Agent tells of disks and memory. */
  readonly guestMetrics: boolean;
}

/**
 * Rings when the site does not answer, its certificate, disk or memory runs out, or a release was not
 * healthy: the release before answers then, and nobody would notice.
 */
export class Watch extends Construct {
  readonly check: MonitoringUptimeCheckConfig;

  constructor(scope: Construct, id: string, props: HostWatchProps) {
    super(scope, id);
    const { name, project, hostName, path = "/health" } = props;
    this.check = new MonitoringUptimeCheckConfig(this, "Default", {
      project,
      displayName: `${name}: https://${hostName}${path}`,
      timeout: "10s",
      period: "60s",
      httpCheck: { path, port: 443, useSsl: true, validateSsl: true },
      monitoredResource: { type: "uptime_url", labels: { project_id: project, host: hostName } },
    });
    this.alert("answers", props, "does not answer", "CRITICAL", [this.answerCondition()]);
    this.alert("certificate", props, "certificate runs out", "ERROR", [
      this.certificateCondition(props.certificateDays ?? 14),
    ]);
    if (!props.guestMetrics) return;
    this.alert("room", props, "disk or memory runs out", "ERROR", [
      diskCondition(props.instanceId),
      memoryCondition(props.instanceId),
    ]);
    this.alert("release", props, "went back to the release before", "ERROR", [
      refusedCondition(props.instanceId),
    ]);
  }

  private alert(
    id: string,
    { name, project, hostName, channels }: HostWatchProps,
    what: string,
    severity: "CRITICAL" | "ERROR",
    conditions: AlertCondition[],
  ): void {
    new MonitoringAlertPolicy(this, id, {
      project,
      displayName: `${name}: ${what}`,
      combiner: "OR",
      severity,
      conditions,
      documentation: {
        mimeType: "text/markdown",
        content: `${name} (https://${hostName}): ${what}. Log in by \`gcloud compute ssh ${name} --tunnel-through-iap\`; read \`journalctl -u host-deploy\`, \`systemctl list-timers\` and \`df -h\`.`,
      },
      notificationChannels: [...channels],
      // A line of a log rings once; Google wants to know how often at most.
      alertStrategy: conditions.some((condition) => condition.conditionMatchedLog)
        ? { notificationRateLimit: { period: "3600s" }, autoClose: "86400s" }
        : undefined,
    });
  }

  /** More than one of Google's places fails: one alone is the place's fault. */
  private answerCondition(): AlertCondition {
    return {
      displayName: "two places or more get no answer",
      conditionThreshold: {
        filter: this.metric("check_passed"),
        comparison: "COMPARISON_GT",
        thresholdValue: 1,
        duration: "60s",
        aggregations: [
          {
            alignmentPeriod: "300s",
            perSeriesAligner: "ALIGN_NEXT_OLDER",
            crossSeriesReducer: "REDUCE_COUNT_FALSE",
            groupByFields: ["resource.label.host"],
          },
        ],
        trigger: { count: 1 },
      },
    };
  }

  private certificateCondition(days: number): AlertCondition {
    return {
      displayName: `ends within ${days} days`,
      conditionThreshold: {
        filter: this.metric("time_until_ssl_cert_expires"),
        comparison: "COMPARISON_LT",
        thresholdValue: days,
        duration: "600s",
        aggregations: [
          {
            alignmentPeriod: "1200s",
            perSeriesAligner: "ALIGN_NEXT_OLDER",
            crossSeriesReducer: "REDUCE_MIN",
            groupByFields: ["resource.label.host"],
          },
        ],
        trigger: { count: 1 },
      },
    };
  }

  private metric(name: string): string {
    return [
      `metric.type="monitoring.googleapis.com/uptime_check/${name}"`,
      'resource.type="uptime_url"',
      `metric.labels.check_id="${this.check.uptimeCheckId}"`,
    ].join(" AND ");
  }
}

/** What is wrong with the watch. */
export function watchProblems(
  watch: HostWatch | undefined,
  mustBeWatched: boolean,
  sleeps: boolean,
): Finding[] {
  if (!watch) {
    const cure = "or give { off: { reason } } why nobody is";
    return [must(!mustBeWatched, "watch", "say who is told", undefined, cure)];
  }
  if ("off" in watch) return [reasonGiven("watch.off", watch.off.reason)];
  const { hostName, path, channels, certificateDays } = watch;
  return [
    matching(
      "watch.hostName",
      hostName,
      /^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/,
      "be a host name",
    ),
    matching("watch.path", path, /^\/\S*$/, "be a path that begins with /"),
    must(channels.length > 0, "watch.channels", "name at least one channel"),
    between("watch.certificateDays", certificateDays, 1, 60),
    must(
      !sleeps,
      "watch",
      "be left out where hours stop the machine",
      undefined,
      "it would ring every night",
    ),
  ];
}
