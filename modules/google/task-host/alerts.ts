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
  /** What grows when the task is done, as PromQL selects it. */
  readonly sign: string;
  /** Days without that sign. */
  readonly maxAgeDays: number;
  /** Who is told. */
  readonly channels: readonly string[];
  /** What to do. */
  readonly advice: string;
}

/**
 * Rings when the task failed or took too long, by what systemd writes of it, which a task that was killed
 * cannot keep quiet about; and when there was no sign of it for too long: the machine did not wake.
 *
 * The second is a query: a condition of absence ends at 23.5 hours, and a query may look back two years
 * (https://docs.cloud.google.com/monitoring/alerts/using-promql).
 */
export class TaskAlerts extends Construct {
  constructor(scope: Construct, id: string, props: TaskAlertsProps) {
    super(scope, id);
    const { unit, sign, maxAgeDays } = props;
    this.alert("failed", props, `${unit} failed`, {
      displayName: `${unit} failed`,
      conditionMatchedLog: { filter: failedLine(props) },
    });
    this.alert("silent", props, `no sign of ${unit} for ${maxAgeDays} days`, {
      displayName: `not once in ${maxAgeDays} days`,
      conditionPrometheusQueryLanguage: {
        query: `(sum(increase(${sign}[${maxAgeDays * 24}h])) or vector(0)) == 0`,
        duration: "0s",
        evaluationInterval: "300s",
        // The series begins with the first time that the task is done.
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
    });
  }
}

/** What systemd writes of a service that ends, when it did not end well. */
function failedLine({ instanceId, unit }: TaskAlertsProps): string {
  return [
    'resource.type="gce_instance"',
    `resource.labels.instance_id="${instanceId}"`,
    `jsonPayload.MESSAGE=~"^Failed to start ${unit}\\.service"`,
  ].join(" AND ");
}
