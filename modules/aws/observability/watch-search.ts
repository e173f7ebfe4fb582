import type { Alarm, Statistic } from "./alarm.ts";
import { onMetric, type Watch } from "./watch.ts";

/** A domain of OpenSearch as its alarms need it. */
export interface WatchedSearch {
  readonly domainName: string;
  /** Account of the domain: its metrics bear it. */
  readonly accountId: string;
  /** Volume of one data node in GiB. */
  readonly storageGiB: number;
  /** Whether nodes of their own lead the cluster. */
  readonly dedicatedMasters: boolean;
}

/** What to watch of a search domain. */
export function watchSearch(search: WatchedSearch): Watch {
  const { domainName, dedicatedMasters } = search;
  const metric = metricOf(search);
  return {
    title: `search ${domainName}`,
    alarms: {
      ...health(search),
      ...(dedicatedMasters && {
        masters: onMetric({
          reason: `No node of ${domainName} reaches the one that leads them`,
          runbook:
            "Wait five minutes for an election; then look at the masters' processor time and open a case with AWS",
          metric: metric("MasterReachableFromNode", "Maximum"),
          limit: { below: 1 },
          minutes: 5,
        }),
      }),
      memory: onMetric({
        severity: "warning",
        reason: `The nodes of ${domainName} spend their time on collecting garbage`,
        runbook:
          "Fewer shards, smaller bulk requests and aggregations; then a node type with more memory",
        metric: metric("JVMMemoryPressure", "Maximum"),
        limit: { above: 90 },
        minutes: 15,
      }),
      key: onMetric({
        reason: `${domainName} cannot use its key and is lost when that lasts`,
        runbook: "Enable the key again, or give the domain's grant on it back",
        metric: metric("KMSKeyInaccessible", "Maximum"),
        limit: { above: 0 },
        minutes: 1,
      }),
    },
  };
}

function health(search: WatchedSearch): Record<string, Alarm> {
  const { domainName, storageGiB } = search;
  const metric = metricOf(search);
  return {
    red: onMetric({
      reason: `A part of the data of ${domainName} is gone: no copy of a shard is there`,
      runbook:
        "Ask /_cluster/allocation/explain; free space or restore the index from the last snapshot",
      metric: metric("ClusterStatus.red", "Maximum"),
      limit: { above: 0 },
      minutes: 1,
    }),
    yellow: onMetric({
      severity: "warning",
      reason: `A shard of ${domainName} has no second copy`,
      runbook:
        "One node and indexes with replicas are always so: set number_of_replicas to 0. Else wait for the node to come back",
      metric: metric("ClusterStatus.yellow", "Maximum"),
      limit: { above: 0 },
      minutes: 15,
    }),
    writes: onMetric({
      reason: `${domainName} takes no writes`,
      runbook: "Free space or memory is short: delete old indexes, or raise the volume and apply",
      metric: metric("ClusterIndexWritesBlocked", "Maximum"),
      limit: { above: 0 },
      minutes: 1,
    }),
    storage: onMetric({
      severity: "warning",
      reason: `A node of ${domainName} is nearly full`,
      runbook:
        "Delete old indexes, or raise the volume and apply: within the type's limit it grows in place",
      metric: metric("FreeStorageSpace", "Minimum"),
      // The metric counts in MiB.
      limit: { below: Math.round(storageGiB * 1024 * 0.25) },
      minutes: 5,
    }),
  };
}

function metricOf({ domainName, accountId }: WatchedSearch) {
  return (name: string, statistic: Statistic) => ({
    namespace: "AWS/ES",
    name,
    dimensions: { ClientId: accountId, DomainName: domainName },
    statistic,
  });
}
