import type { Statistic } from "./alarm.ts";
import { onMetric, onShare, type Watch } from "./watch.ts";

/** A load balancer as its alarms need it. */
export interface WatchedLoadBalancer {
  /** Physical name, for people. */
  readonly name: string;
  /** `app/<name>/<id>`. */
  readonly arnSuffix: string;
}

/** What to watch of a load balancer itself; what services answer is theirs. */
export function watchLoadBalancer({ name, arnSuffix }: WatchedLoadBalancer): Watch {
  const metric = (metricName: string, statistic: Statistic) => ({
    namespace: "AWS/ApplicationELB",
    name: metricName,
    dimensions: { LoadBalancer: arnSuffix },
    statistic,
  });
  return {
    title: `load balancer ${name}`,
    alarms: {
      errors: onShare({
        reason: `${name} itself answers more than 5 % of requests with an error`,
        runbook:
          "Nothing healthy stands behind a route, or a target hangs up: see which service has unhealthy targets, then its tasks",
        failed: [metric("HTTPCode_ELB_5XX_Count", "Sum")],
        all: [metric("RequestCount", "Sum")],
        percent: 5,
        fewest: 20,
        minutes: 5,
      }),
      rejected: onMetric({
        severity: "warning",
        reason: `${name} turns connections away: it has reached its limit`,
        runbook:
          "Look for a flood in the access logs and stop it at the edge; a load balancer grows by itself within minutes",
        metric: metric("RejectedConnectionCount", "Sum"),
        limit: { above: 0 },
        minutes: 3,
      }),
    },
  };
}
