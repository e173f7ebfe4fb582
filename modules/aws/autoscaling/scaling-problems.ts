import {
  atLeast,
  between,
  type Finding,
  known,
  matching,
  must,
  whole,
} from "@groundplan/core/problems";
import { type Bounds, type OfficeHours, officeProblems, scheduleProblems } from "./schedule.ts";
import type { ServiceScalingProps } from "./service-scaling-props.ts";
import { stepProblems } from "./steps.ts";
import { dimensionsOf, type Metric } from "./tracking.ts";

/** What is wrong with fewest and most tasks. Whether something wakes a service of none is told apart. */
export function boundsProblems({ min, max }: Bounds): Finding[] {
  return [
    atLeast("min", min, 0),
    whole("min", min),
    whole("max", max),
    must(max >= min && max >= 1, "max", `be at least ${Math.max(min, 1)}`, max),
  ];
}

/** Everything that is wrong with how a service is to be scaled. */
export function scalingProblems(
  props: ServiceScalingProps,
  { min, max }: Bounds,
  officeHours: OfficeHours | "always",
): Finding[] {
  const { service, cpuPercent, cooldown = {}, prediction, metrics = {} } = props;
  return [
    must(
      service.countOwner === "autoscaling",
      "service",
      `have countOwner autoscaling, got ${service.countOwner}`,
      undefined,
      "a count has one owner",
    ),
    ...boundsProblems({ min, max }),
    must(
      min > 0 || props.backlog !== undefined,
      "min",
      "be at least 1 without a backlog",
      min,
      "no CPU, memory or request of a task that is not there wakes it",
    ),
    must(
      service.count >= min && service.count <= max,
      "service",
      `begin with ${min} to ${max} tasks, got ${service.count}`,
    ),
    between("cpuPercent", cpuPercent === "off" ? undefined : cpuPercent, 10, 90),
    between("memoryPercent", props.memoryPercent, 10, 90),
    between("prediction.percent", prediction?.percent, 10, 90),
    atLeast("requests.perMinute", props.requests?.perMinute, 1),
    atLeast("backlog.messagesPerTask", props.backlog?.messagesPerTask, 1),
    between("cooldown.inSeconds", cooldown.inSeconds, 0, 3600),
    between("cooldown.outSeconds", cooldown.outSeconds, 0, 3600),
    ...Object.keys(metrics).map((key) =>
      matching(`metrics.${key}`, key, /^[a-z][a-z0-9-]*$/, "be named in kebab case"),
    ),
    ...officeProblems("officeHours", officeHours),
    ...scheduleProblems("schedules", props.schedules ?? {}),
    ...stepProblems("steps", props.steps ?? {}),
    ...requestProblems(props),
    ...sharedMetricProblems(props),
  ];
}

/**
 * Requests are counted for one target group. Whatever shifts them to another one leaves the policy
 * looking at the wrong one (aws/containers-roadmap#1681).
 */
function requestProblems({ requests, service }: ServiceScalingProps): Finding[] {
  if (!requests) return [];
  const shifts = service.deployOwner === "codedeploy" || service.deployOwner === "ecs-blue-green";
  return [
    must(service.target !== undefined, "requests", "not be set for a service without a target"),
    must(
      !shifts,
      "requests",
      `not be set while ${service.deployOwner} shifts requests between two target groups`,
      undefined,
      "scale on CPU, or in metrics on a sum over both",
    ),
  ];
}

/** Two policies on one metric pull in two directions. */
function sharedMetricProblems(props: ServiceScalingProps): Finding[] {
  const { service, steps = {}, metrics = {} } = props;
  const own = { ClusterName: service.clusterName, ServiceName: service.name };
  const ecs = (name: string) =>
    keyOf({ namespace: "AWS/ECS", name, dimensions: own, statistic: "Average" });
  const taken = new Map<string, string>([
    ...(props.cpuPercent === "off" ? [] : [[ecs("CPUUtilization"), "cpuPercent"] as const]),
    ...(props.memoryPercent ? [[ecs("MemoryUtilization"), "memoryPercent"] as const] : []),
    ...(props.backlog ? [[queueKey(props.backlog.queueName), "backlog"] as const] : []),
  ]);
  const given = [
    ...Object.entries(metrics).map(([key, { metric }]) => [`metrics.${key}`, metric] as const),
    ...Object.entries(steps).map(([key, { metric }]) => [`steps.${key}`, metric] as const),
  ];
  return given.map(([prop, metric]) => {
    const key = keyOf(metric);
    const other = taken.get(key);
    taken.set(key, other ?? prop);
    return must(
      other === undefined,
      `${prop}.metric`,
      `not be the metric of ${other}`,
      metric.name,
      "two policies on one metric pull in two directions",
    );
  });
}

function queueKey(queueName: string): string {
  return keyOf({
    namespace: "AWS/SQS",
    name: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queueName },
    statistic: "Maximum",
  });
}

function keyOf(metric: Metric): string {
  const dimensions = dimensionsOf(metric).map(({ name, value }) => [
    name,
    known(value) ? value : String(value),
  ]);
  return JSON.stringify([metric.namespace, metric.name, dimensions]);
}
