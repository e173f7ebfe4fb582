import type { CloudwatchMetricAlarmConfig } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import type { Alarm, Metric } from "./alarm.ts";

/** List price of one metric of an alarm, us-east-1, November 2026. */
const METRIC_USD_PER_MONTH = 0.1;

const MISSING = { ok: "notBreaching", alarm: "breaching", "as-before": "ignore" } as const;

/** An alarm in the provider's words, but for its name and whom it calls. */
export function alarmArguments(
  alarm: Alarm,
): Omit<CloudwatchMetricAlarmConfig, "alarmName" | "alarmActions" | "okActions"> {
  const { limit, times, missing } = alarm;
  return {
    alarmDescription: `${alarm.reason}. Runbook: ${alarm.runbook}`,
    ...measure(alarm),
    ...("above" in limit
      ? { comparisonOperator: "GreaterThanThreshold", threshold: limit.above }
      : { comparisonOperator: "LessThanThreshold", threshold: limit.below }),
    evaluationPeriods: times,
    treatMissingData: MISSING[missing],
  };
}

/** What alarms cost a month: CloudWatch counts metrics, not alarms. */
export function alarmsUsdPerMonth(alarms: readonly Alarm[]): number {
  const metrics = alarms.reduce((sum, alarm) => sum + Object.keys(alarm.metrics).length, 0);
  return Math.round(metrics * METRIC_USD_PER_MONTH * 100) / 100;
}

function measure({
  metrics,
  expression,
  everyMinutes,
  reason,
}: Alarm): Partial<CloudwatchMetricAlarmConfig> {
  const period = everyMinutes * 60;
  if (expression === undefined) {
    const { namespace, name, dimensions, statistic } = Object.values(metrics)[0]!;
    return {
      namespace,
      metricName: name,
      dimensions: { ...dimensions },
      period,
      ...(statistic.startsWith("p") ? { extendedStatistic: statistic } : { statistic }),
    };
  }
  return {
    metricQuery: [
      ...Object.entries(metrics).map(([id, metric]) => ({ id, metric: queried(metric, period) })),
      { id: "result", label: reason, expression, returnData: true },
    ],
  };
}

function queried({ namespace, name, dimensions, statistic }: Metric, period: number) {
  return { namespace, metricName: name, dimensions: { ...dimensions }, period, stat: statistic };
}
