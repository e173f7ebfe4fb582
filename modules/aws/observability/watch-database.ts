import type { Alarm, Statistic } from "./alarm.ts";
import { onMetric, type Watch } from "./watch.ts";

/** A database instance of RDS as its alarms need it. */
export interface WatchedDatabase {
  /** Identifier of the instance. */
  readonly identifier: string;
  readonly engine: "postgres" | "mysql" | "mariadb";
  /** Size of its volume in GiB. */
  readonly storageGiB: number;
  /** Memory of its class in GiB. */
  readonly memoryGiB: number;
  /** Connections that it takes: `max_connections` of its parameter group. */
  readonly maxConnections: number;
  /** Whether it is a copy of another one, for reading. @default false */
  readonly isReplica?: boolean;
}

const GIB = 1024 ** 3;

/** Numbers of transactions in use at which PostgreSQL needs help; at about 2 milliards it stops. */
const OLD_TRANSACTIONS = 1_000_000_000;

/** Seconds behind its source from which a reader's answers surprise people. */
const LATE = 60;

/** What to watch of a database. */
export function watchDatabase(database: WatchedDatabase): Watch {
  const { identifier, engine } = database;
  const metric = metricOf(identifier);
  return {
    title: `database ${identifier}`,
    alarms: {
      storage: onMetric({
        reason: `The volume of ${identifier} is nearly full, and the database stops when it is`,
        runbook:
          "Raise storageGiB and apply: no interruption. Then find what grew: tables, logs, or a replication slot that nobody reads",
        metric: metric("FreeStorageSpace", "Minimum"),
        limit: { below: Math.round(database.storageGiB * 0.1 * GIB) },
        minutes: 5,
      }),
      ...pressure(database),
      ...(database.isReplica && { lag: lagOf(database) }),
      ...(engine === "postgres" && {
        transactions: onMetric({
          reason: `${identifier} runs out of transaction numbers, and then takes no writes`,
          runbook:
            "End the oldest open transaction and prepared ones, then VACUUM the table with the oldest relfrozenxid",
          metric: metric("MaximumUsedTransactionIDs", "Maximum"),
          limit: { above: OLD_TRANSACTIONS },
          minutes: 5,
        }),
      }),
    },
  };
}

function pressure(database: WatchedDatabase): Record<string, Alarm> {
  const { identifier, memoryGiB, maxConnections } = database;
  const metric = metricOf(identifier);
  return {
    cpu: onMetric({
      severity: "warning",
      reason: `${identifier} has little processor time left`,
      runbook:
        "Find the statements that load it in Performance Insights; an index is cheaper than a larger class",
      metric: metric("CPUUtilization", "Average"),
      limit: { above: 85 },
      minutes: 15,
    }),
    memory: onMetric({
      severity: "warning",
      reason: `${identifier} has little memory left and begins to swap`,
      runbook:
        "Count connections and what each may take (work_mem); then a larger class, which restarts the database",
      metric: metric("FreeableMemory", "Minimum"),
      limit: { below: Math.round(memoryGiB * 0.05 * GIB) },
      minutes: 15,
    }),
    connections: onMetric({
      severity: "warning",
      reason: `${identifier} is near its limit of ${maxConnections} connections`,
      runbook:
        "See who holds them (pg_stat_activity, PROCESSLIST): a pool that is too large times the tasks, or idle ones that nobody closes",
      metric: metric("DatabaseConnections", "Maximum"),
      limit: { above: Math.floor(maxConnections * 0.8) },
      minutes: 5,
    }),
  };
}

function lagOf({ identifier }: WatchedDatabase): Alarm {
  return onMetric({
    severity: "warning",
    reason: `${identifier} answers with what was true more than a minute ago`,
    runbook:
      "Look for a long query on the copy and for many writes at its source; a copy of a smaller class than its source never catches up",
    metric: metricOf(identifier)("ReplicaLag", "Maximum"),
    limit: { above: LATE },
    minutes: 5,
  });
}

function metricOf(identifier: string) {
  return (name: string, statistic: Statistic) => ({
    namespace: "AWS/RDS",
    name,
    dimensions: { DBInstanceIdentifier: identifier },
    statistic,
  });
}
