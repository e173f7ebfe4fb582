import { LoggingMetric } from "@cdktf/provider-google/lib/logging-metric/index.js";
import { MonitoringAlertPolicy } from "@cdktf/provider-google/lib/monitoring-alert-policy/index.js";
import { Construct } from "constructs";
import type { AlertCondition } from "../vm-host/index.ts";

/** What the alerts must know of their machine. */
export interface TaskAlertsProps {
  /** Name of the machine. */
  readonly name: string;
  /** Project id. */
  readonly project: string;
  /** Number of the machine, as logs name it. */
  readonly instanceId: string;
  /** The service without its ending. */
  readonly unit: string;
  /** Days without a task that went well. */
  readonly maxAgeDays: number;
  /** Who is told. */
  readonly channels: readonly string[];
  /** What to do. */
  readonly advice: string;
}

/**
 * Rings when the task fails, and when none went well for too long: also where the machine did not wake,
 * or never did it. Both go by what systemd itself writes of the service, which a task that was killed
 * cannot keep quiet about.
 *
 * The second is a query: a condition of absence ends at 23.5 hours, and a query may look back two years
 * (https://docs.cloud.google.com/monitoring/alerts/using-promql).
 */
export class TaskAlerts extends Construct {
  readonly done: LoggingMetric;

  constructor(scope: Construct, id: string, props: TaskAlertsProps) {
    super(scope, id);
    const { name, project, unit, maxAgeDays } = props;
    this.done = new LoggingMetric(this, "done", {
      name: `${name}-done`,
      project,
      description: `Times that ${unit} went well`,
      filter: lineOf(props, "Finished"),
      metricDescriptor: { metricKind: "DELTA", valueType: "INT64", unit: "1" },
    });
    this.alert("failed", props, `${unit} failed`, {
      displayName: `${unit} failed`,
      conditionMatchedLog: { filter: lineOf(props, "Failed to start") },
    });
    this.alert("silent", props, `${unit} did not go well for ${maxAgeDays} days`, {
      displayName: `not once in ${maxAgeDays} days`,
      conditionPrometheusQueryLanguage: {
        query: `(sum(increase({"logging.googleapis.com/user/${name}-done",monitored_resource="gce_instance"}[${maxAgeDays * 24}h])) or vector(0)) == 0`,
        duration: "0s",
        evaluationInterval: "300s",
        // The series begins with the first one that went well.
        disableMetricValidation: true,
      },
    });
  }

  private alert(
    id: string,
    { name, project, unit, channels, advice }: TaskAlertsProps,
    what: string,
    condition: AlertCondition,
  ): void {
    new MonitoringAlertPolicy(this, id, {
      project,
      displayName: `${name}: ${what}`,
      combiner: "OR",
      severity: "ERROR",
      conditions: [condition],
      documentation: {
        mimeType: "text/markdown",
        content: `${name}: ${what}. ${advice} Its lines are in Cloud Logging, also while it sleeps: \`jsonPayload._SYSTEMD_UNIT="${unit}.service"\`.`,
      },
      notificationChannels: [...channels],
      // A line of a log rings once; Google wants to know how often at most.
      alertStrategy: condition.conditionMatchedLog
        ? { notificationRateLimit: { period: "3600s" }, autoClose: "86400s" }
        : undefined,
      dependsOn: [this.done],
    });
  }
}

/** A line that systemd writes when a service that ends has ended. */
function lineOf({ instanceId, unit }: TaskAlertsProps, begins: string): string {
  return [
    'resource.type="gce_instance"',
    `resource.labels.instance_id="${instanceId}"`,
    `jsonPayload.MESSAGE=~"^${begins} ${unit}\\.service"`,
  ].join(" AND ");
}
