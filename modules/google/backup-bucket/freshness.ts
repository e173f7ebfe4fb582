import { LoggingMetric } from "@cdktf/provider-google/lib/logging-metric/index.js";
import {
  MonitoringAlertPolicy,
  type MonitoringAlertPolicyConfig,
} from "@cdktf/provider-google/lib/monitoring-alert-policy/index.js";
import { atLeast, type Finding, must } from "@groundplan/core/problems";
import { Construct } from "constructs";

/** Who is told when no new dump arrives, and when. */
export interface FreshnessWatch {
  /** Notification channels: `projects/<project>/notificationChannels/<id>`. At least one. */
  readonly channels: readonly string[];

  /**
   * Hours after which the newest object is too old; more than the shortest interval of the tiers.
   *
   * @default 26 in dev, 26 in prod
   */
  readonly maxAgeHours?: number;

  /**
   * What counts as a backup. `objects`: every successful write, which needs nothing. `manifests`:
   * only names that end in `.manifest.json`, which are written last; the project must record
   * data-write audit logs of Cloud Storage, and pays for them.
   *
   * @default "objects"
   */
  readonly counts?: "objects" | "manifests";
}

/** What the watch needs to know of its bucket. */
export interface FreshnessAlertProps extends FreshnessWatch {
  /** Physical name of the bucket whose objects are watched. */
  readonly bucketName: string;
  /** Hours after which the newest object is too old. */
  readonly maxAgeHours: number;
  /** Last word on the alert policy; shallow. @default none */
  readonly override?: Partial<MonitoringAlertPolicyConfig>;
}

/** What is wrong with a watch, given the shortest interval between two dumps. */
export function freshnessProblems(watch: FreshnessWatch, hours: number, every: number): Finding[] {
  return [
    must(watch.channels.length > 0, "freshness.channels", "name at least one channel"),
    atLeast("freshness.maxAgeHours", hours, 1),
    must(
      hours > every,
      "freshness.maxAgeHours",
      `be more than the shortest interval of the tiers (${every} hours)`,
      hours,
      "or it rings before every dump",
    ),
  ];
}

/**
 * Rings when the newest object of a bucket is too old, also when there never was one.
 *
 * A query and not a metric-absence condition: that one ends at 23.5 hours, less than a day's
 * interval, and stays silent until the first point was written
 * (https://cloud.google.com/monitoring/alerts/metric-absence).
 */
export class FreshnessAlert extends Construct {
  readonly policy: MonitoringAlertPolicy;
  readonly metric?: LoggingMetric;

  constructor(scope: Construct, id: string, props: FreshnessAlertProps) {
    super(scope, id);
    if (props.counts === "manifests") this.metric = this.createMetric(props.bucketName);
    this.policy = this.createPolicy(props);
  }

  private createMetric(bucketName: string): LoggingMetric {
    return new LoggingMetric(this, "manifests", {
      name: `${bucketName}-manifests`,
      description: `Manifests written to ${bucketName}: one for each complete backup`,
      filter: [
        'resource.type="gcs_bucket"',
        `resource.labels.bucket_name="${bucketName}"`,
        'protoPayload.methodName="storage.objects.create"',
        'protoPayload.resourceName=~"\\.manifest\\.json$"',
        "severity<ERROR",
      ].join(" AND "),
      metricDescriptor: { metricKind: "DELTA", valueType: "INT64", unit: "1" },
    });
  }

  private createPolicy(props: FreshnessAlertProps): MonitoringAlertPolicy {
    const { bucketName, maxAgeHours, channels } = props;
    return new MonitoringAlertPolicy(this, "Default", {
      displayName: `${bucketName}: no backup for ${maxAgeHours} hours`,
      combiner: "OR",
      severity: "CRITICAL",
      conditions: [
        {
          displayName: `newest object older than ${maxAgeHours} hours`,
          conditionPrometheusQueryLanguage: {
            query: `(sum(increase(${this.series(bucketName)}[${maxAgeHours}h])) or vector(0)) == 0`,
            duration: "0s",
            evaluationInterval: "300s",
            // The series begins with the first write, which may be later than this alert.
            disableMetricValidation: true,
          },
        },
      ],
      documentation: {
        mimeType: "text/markdown",
        content: `No backup reached gs://${bucketName} for ${maxAgeHours} hours. Look at the last run of the backup timer and its log; then run the backup by hand and check that its manifest arrives.`,
      },
      ...props.override,
      notificationChannels: [...channels],
      dependsOn: this.metric ? [this.metric] : undefined,
    });
  }

  private series(bucketName: string): string {
    const bucket = `monitored_resource="gcs_bucket",bucket_name="${bucketName}"`;
    return this.metric
      ? `{"logging.googleapis.com/user/${bucketName}-manifests",${bucket}}`
      : `{"storage.googleapis.com/api/request_count",${bucket},method="WriteObject",response_code="OK"}`;
  }
}
