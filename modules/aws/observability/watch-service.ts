import type { LoadBalancerTarget } from "../load-balancer/index.ts";
import type { Alarm, Statistic } from "./alarm.ts";
import { onMetric, onShare, type Watch } from "./watch.ts";

/** A service as its alarms need it: a `FargateService` is one. */
export interface WatchedService {
  /** Physical names of it and of its cluster. */
  readonly name: string;
  readonly clusterName: string;
  /** How many tasks run, or how many ran first where something else decides. */
  readonly count: number;
  readonly countOwner: "fixed" | "autoscaling";
  /** Where its requests come from. */
  readonly target?: LoadBalancerTarget;
}

type Dimensions = LoadBalancerTarget["dimensions"];

/** Requests in a minute below which one failed answer says nothing. */
const FEWEST_REQUESTS = 20;

/** What to watch of a service: its tasks, and what they answer. */
export function watchService(
  service: WatchedService,
  options: {
    /**
     * Target groups that requests reach it by: `release.route.allDimensions` where a release shifts them
     * from one to the other. Default: the service's own.
     */
    readonly targets?: readonly Dimensions[];
    /** Tasks of which fewer are too few; 0 for a service that sleeps. Default: its count, 1 when scaled. */
    readonly fewestTasks?: number;
  } = {},
): Watch {
  const { name, count, countOwner, target } = service;
  const groups = options.targets ?? (target ? [target.dimensions] : []);
  const fewest = options.fewestTasks ?? (countOwner === "fixed" ? count : 1);
  return {
    title: `service ${name}`,
    alarms: {
      ...(fewest > 0 && { tasks: tooFewTasks(service, fewest) }),
      ...loadAlarms(service),
      ...(groups.length > 0 && { errors: failedAnswers(name, groups) }),
      // Each group by itself: a percentile of two is no percentile.
      ...Object.fromEntries(
        groups.flatMap((group, index) =>
          Object.entries(groupAlarms(name, group, index === 0 ? "" : "-alternate")),
        ),
      ),
    },
  };
}

/** Each running task reports its processor time once a minute: the samples are the tasks. */
function tooFewTasks(service: WatchedService, fewest: number): Alarm {
  return onMetric({
    reason: `Fewer than ${fewest} tasks of ${service.name} run`,
    runbook:
      "Read the service's events and why tasks stopped (aws ecs describe-services, describe-tasks), then their last lines; roll back when a release began it",
    metric: ofService(service, "CPUUtilization", "SampleCount"),
    limit: { below: fewest },
    minutes: 5,
    missing: "alarm",
  });
}

function loadAlarms(service: WatchedService): Record<string, Alarm> {
  const { name } = service;
  return {
    cpu: onMetric({
      severity: "warning",
      reason: `Tasks of ${name} have little processor time left`,
      runbook:
        "Compare with the requests: more of them ask for more tasks, the same ones for a look at the last release",
      metric: ofService(service, "CPUUtilization", "Average"),
      limit: { above: 85 },
      minutes: 15,
    }),
    memory: onMetric({
      severity: "warning",
      reason: `A task of ${name} has little memory left, and is killed when it has none`,
      runbook:
        "A line that climbs since the last release is a leak: roll back; one that is high from the start asks for a larger task",
      metric: ofService(service, "MemoryUtilization", "Maximum"),
      limit: { above: 90 },
      minutes: 5,
    }),
  };
}

function failedAnswers(name: string, groups: readonly Dimensions[]): Alarm {
  return onShare({
    reason: `More than 5 % of the answers of ${name} fail`,
    runbook:
      "Was there a release in the last hour? Roll it back. Else read the application's errors, then the database and what it calls",
    failed: groups.map((group) => ofGroup(group, "HTTPCode_Target_5XX_Count", "Sum")),
    all: groups.map((group) => ofGroup(group, "RequestCount", "Sum")),
    percent: 5,
    fewest: FEWEST_REQUESTS,
    minutes: 5,
  });
}

function groupAlarms(name: string, group: Dimensions, suffix: string): Record<string, Alarm> {
  return {
    [`latency${suffix}`]: onMetric({
      severity: "warning",
      reason: `One in twenty answers of ${name} takes more than a second`,
      runbook: "Look at processor time, then at the database: its load, locks and slow statements",
      metric: ofGroup(group, "TargetResponseTime", "p95"),
      limit: { above: 1 },
      minutes: 15,
    }),
    [`unhealthy${suffix}`]: onMetric({
      severity: "warning",
      reason: `A task of ${name} fails its health checks`,
      runbook:
        "Read the task's lines; one that fails by itself is replaced, all at once have something in common",
      metric: ofGroup(group, "UnHealthyHostCount", "Maximum"),
      limit: { above: 0 },
      minutes: 10,
    }),
  };
}

function ofService(
  { clusterName, name }: WatchedService,
  metricName: string,
  statistic: Statistic,
) {
  const dimensions = { ClusterName: clusterName, ServiceName: name };
  return { namespace: "AWS/ECS", name: metricName, dimensions, statistic };
}

function ofGroup(group: Dimensions, metricName: string, statistic: Statistic) {
  return { namespace: "AWS/ApplicationELB", name: metricName, dimensions: { ...group }, statistic };
}
