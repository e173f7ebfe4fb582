import type { MonitoringAlertPolicyConditions } from "@cdktf/provider-google/lib/monitoring-alert-policy/index.js";

/** One condition of an alert, in the provider's words. */
export type AlertCondition = MonitoringAlertPolicyConditions;

/** A disk of the machine is fuller than 85 % for ten minutes. */
export function diskCondition(instanceId: string): AlertCondition {
  return condition("a disk is 85 % full", 85, instanceId, [
    'metric.type="agent.googleapis.com/disk/percent_used"',
    'metric.labels.state="used"',
    'metric.labels.device!=monitoring.regex.full_match("/dev/loop.*|tmpfs|overlay")',
  ]);
}

/** Memory is fuller than 90 % for ten minutes. */
export function memoryCondition(instanceId: string): AlertCondition {
  return condition("memory is 90 % full", 90, instanceId, [
    'metric.type="agent.googleapis.com/memory/percent_used"',
    'metric.labels.state="used"',
  ]);
}

/** The host writes that a release was not healthy. */
export function refusedCondition(instanceId: string): AlertCondition {
  return {
    displayName: "a release was not healthy",
    conditionMatchedLog: {
      filter: [
        'resource.type="gce_instance"',
        `resource.labels.instance_id="${instanceId}"`,
        'jsonPayload.MESSAGE=~"^deploy: .* did not become healthy"',
      ].join(" AND "),
    },
  };
}

function condition(
  displayName: string,
  thresholdValue: number,
  instanceId: string,
  metric: readonly string[],
): AlertCondition {
  return {
    displayName,
    conditionThreshold: {
      filter: [
        ...metric,
        'resource.type="gce_instance"',
        `resource.labels.instance_id="${instanceId}"`,
      ].join(" AND "),
      comparison: "COMPARISON_GT",
      thresholdValue,
      duration: "600s",
      aggregations: [{ alignmentPeriod: "60s", perSeriesAligner: "ALIGN_MEAN" }],
      trigger: { count: 1 },
    },
  };
}
