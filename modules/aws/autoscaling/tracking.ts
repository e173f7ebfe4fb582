import type { AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration } from "@cdktf/provider-aws/lib/appautoscaling-policy/index.js";

/** Requests that one task should get. */
export interface RequestsPerTarget {
  /** Requests a minute for each task. */
  readonly perMinute: number;
  /** Which load balancer and target group: `route.requestCountLabel()`. */
  readonly label: string;
}

/** Messages that may wait for one task. */
export interface Backlog {
  /** Name of the SQS queue. */
  readonly queueName: string;
  /**
   * Messages that may wait for each task: the delay that is bearable, divided by the time that one
   * message takes. 60 s bearable at 0.5 s a message are 120.
   */
  readonly messagesPerTask: number;
}

/** A metric of CloudWatch. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Average" | "Minimum" | "Maximum" | "SampleCount" | "Sum";
}

/** A metric of the author's own that falls when tasks are added. */
export interface TrackedMetric {
  readonly metric: Metric;
  /** Value at which the service is kept. */
  readonly target: number;
}

/** What one target-tracking policy follows, in the provider's words. */
export type Tracked = Pick<
  AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration,
  "targetValue" | "predefinedMetricSpecification" | "customizedMetricSpecification"
>;

/** Which service's metrics are meant. */
export interface ServiceDimensions {
  readonly clusterName: string;
  readonly serviceName: string;
}

/** CPU or memory of all tasks, in percent. */
export function utilisation(kind: "CPU" | "Memory", percent: number): Tracked {
  return {
    targetValue: percent,
    predefinedMetricSpecification: {
      predefinedMetricType: `ECSServiceAverage${kind}Utilization`,
    },
  };
}

/** Requests of the load balancer for each task. */
export function requestsPerTarget({ perMinute, label }: RequestsPerTarget): Tracked {
  return {
    targetValue: perMinute,
    predefinedMetricSpecification: {
      predefinedMetricType: "ALBRequestCountPerTarget",
      resourceLabel: label,
    },
  };
}

/**
 * Waiting messages for each running task, as metric arithmetic. Running tasks are the samples of the
 * service's CPU metric in a minute, which needs no Container Insights (source: "Service RUNNING task
 * count" in the Amazon ECS Developer Guide). Without any, the backlog counts as one task's: so the
 * first message wakes a service that has none.
 */
export function backlogPerTask(
  { queueName, messagesPerTask }: Backlog,
  { clusterName, serviceName }: ServiceDimensions,
): Tracked {
  return {
    targetValue: messagesPerTask,
    customizedMetricSpecification: {
      metrics: [
        {
          id: "waiting",
          returnData: false,
          metricStat: metricStat({
            namespace: "AWS/SQS",
            name: "ApproximateNumberOfMessagesVisible",
            dimensions: { QueueName: queueName },
            statistic: "Maximum",
          }),
        },
        {
          id: "running",
          returnData: false,
          metricStat: metricStat({
            namespace: "AWS/ECS",
            name: "CPUUtilization",
            dimensions: { ClusterName: clusterName, ServiceName: serviceName },
            statistic: "SampleCount",
          }),
        },
        {
          id: "backlog",
          label: "Waiting messages per running task",
          expression: "waiting / FILL(running, 1)",
          returnData: true,
        },
      ],
    },
  };
}

/** A metric of the author's own. */
export function trackedMetric({ metric, target }: TrackedMetric): Tracked {
  return {
    targetValue: target,
    customizedMetricSpecification: {
      namespace: metric.namespace,
      metricName: metric.name,
      statistic: metric.statistic,
      dimensions: dimensionsOf(metric),
    },
  };
}

/** Dimensions as the provider lists them, in the order of their names. */
export function dimensionsOf({ dimensions }: Metric): { name: string; value: string }[] {
  return Object.entries(dimensions)
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function metricStat(metric: Metric) {
  return {
    stat: metric.statistic,
    metric: {
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: dimensionsOf(metric),
    },
  };
}
