import { onMetric, type Statistic, type Watch } from "../observability/index.ts";
import type { AuroraEngine } from "./engine.ts";

/** A cluster as its alarms need it. */
export interface WatchedAurora {
  readonly clusterName: string;
  readonly engine: AuroraEngine["name"];
  /** Whether any instance reads beside the one that writes. */
  readonly hasReaders: boolean;
  /** Whether any instance is `db.serverless`. */
  readonly hasServerless: boolean;
  /** Whether it can go back in place. */
  readonly hasBacktrack: boolean;
}

/** Numbers of transactions in use at which PostgreSQL needs help; at about 2 milliards it stops. */
const OLD_TRANSACTIONS = 1_000_000_000;

/**
 * What to watch of a cluster. Its volume grows by itself, so nobody is called for that; a cluster that
 * pauses says nothing, and nothing is well.
 *
 * Source of the metrics: Aurora User Guide, "Amazon CloudWatch metrics for Amazon Aurora". The limits are ours.
 */
export function watchAurora(cluster: WatchedAurora): Watch {
  const { clusterName, engine } = cluster;
  return {
    title: `cluster ${clusterName}`,
    alarms: {
      cpu: onMetric({
        severity: "warning",
        reason: `The instance of ${clusterName} that writes has little processor time left`,
        runbook:
          "Find the statements that load it in Database Insights; send what only reads to the readers; then a larger class",
        metric: metricOf(clusterName, "CPUUtilization", "Average", { Role: "WRITER" }),
        limit: { above: 85 },
        minutes: 15,
      }),
      ...(cluster.hasReaders && { lag: lagOf(clusterName) }),
      ...(cluster.hasServerless && { capacity: capacityOf(clusterName) }),
      ...(cluster.hasBacktrack && { backtrack: backtrackOf(clusterName) }),
      ...(engine === "postgresql" && {
        transactions: onMetric({
          reason: `${clusterName} runs out of transaction numbers, and then takes no writes`,
          runbook:
            "End the oldest open transaction and prepared ones, then VACUUM the table with the oldest relfrozenxid",
          metric: metricOf(clusterName, "MaximumUsedTransactionIDs", "Maximum"),
          limit: { above: OLD_TRANSACTIONS },
          minutes: 5,
        }),
      }),
    },
  };
}

function lagOf(clusterName: string) {
  return onMetric({
    severity: "warning",
    reason: `What the readers of ${clusterName} answer is more than two seconds old`,
    runbook:
      "Look for a long transaction or a large change on the one that writes, and for a reader that is smaller than it",
    metric: metricOf(clusterName, "AuroraReplicaLagMaximum", "Maximum"),
    limit: { above: 2000 },
    minutes: 10,
  });
}

function capacityOf(clusterName: string) {
  return onMetric({
    severity: "warning",
    reason: `An instance of ${clusterName} is at its most capacity units and slows down`,
    runbook:
      "Find the statements that load it; then raise compute.capacity.max, which interrupts nothing",
    metric: metricOf(clusterName, "ACUUtilization", "Maximum"),
    limit: { above: 90 },
    minutes: 15,
  });
}

function backtrackOf(clusterName: string) {
  return onMetric({
    severity: "warning",
    reason: `${clusterName} cannot go back as far as backups.backtrackHours says`,
    runbook:
      "Too much is written for so many hours: lower backups.backtrackHours, and restore from the past for longer",
    metric: metricOf(clusterName, "BacktrackWindowAlert", "Maximum"),
    limit: { above: 0 },
    minutes: 5,
  });
}

function metricOf(
  clusterName: string,
  name: string,
  statistic: Statistic,
  more: Readonly<Record<string, string>> = {},
) {
  return {
    namespace: "AWS/RDS",
    name,
    dimensions: { DBClusterIdentifier: clusterName, ...more },
    statistic,
  };
}
