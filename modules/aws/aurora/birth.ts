import type { RdsClusterConfig } from "@cdktf/provider-aws/lib/rds-cluster/index.js";
import { type Finding, must } from "@groundplan/core/problems";
import { momentProblem, snapshotProblem } from "../database/keeping.ts";

/**
 * How a cluster came to be. It stands in the code for as long as the cluster does: a change means another
 * cluster.
 */
export type AuroraBirth =
  | { readonly from: "nothing" }
  | {
      readonly from: "snapshot";
      /** Name of the cluster's snapshot, or the ARN of one that is shared. Its volume is encrypted. */
      readonly snapshot: string;
    }
  | {
      readonly from: "point-in-time";
      /** Name of the cluster whose past it is, or its ARN; or what IAM calls one that is gone: `cluster-...`. */
      readonly cluster: string;
      /** Second in UTC: `2026-11-01T02:00:00Z`; `latest` is the last one that there is. */
      readonly at: string;
    }
  | {
      readonly from: "clone";
      /** Name of the cluster, or its ARN. Ready within minutes however large it is; what neither has changed since is stored once. */
      readonly cluster: string;
    };

/** What only a cluster with an empty volume is told. */
interface FirstContents {
  readonly database: string;
  readonly masterUser: string;
}

/**
 * The provider's words. Names of database and master come along with a copy: told again, and differently,
 * they would replace the cluster at each plan.
 */
export function birthConfig(
  birth: AuroraBirth,
  { database, masterUser }: FirstContents,
): Partial<RdsClusterConfig> {
  switch (birth.from) {
    case "nothing":
      return { databaseName: database, masterUsername: masterUser };
    case "snapshot":
      return { snapshotIdentifier: birth.snapshot };
    case "point-in-time":
      return {
        restoreToPointInTime: {
          ...(isGone(birth.cluster)
            ? { sourceClusterResourceId: birth.cluster }
            : { sourceClusterIdentifier: birth.cluster }),
          ...(birth.at === "latest"
            ? { useLatestRestorableTime: true }
            : { restoreToTime: birth.at }),
        },
      };
    case "clone":
      return {
        restoreToPointInTime: {
          sourceClusterIdentifier: birth.cluster,
          restoreType: "copy-on-write",
          useLatestRestorableTime: true,
        },
      };
  }
}

/** Whether a cluster is named by what stays of it: its resource id. */
function isGone(cluster: string): boolean {
  return /^cluster-[A-Z0-9]{20,}$/.test(cluster);
}

/** What is wrong with a birth. */
export function birthProblems(birth: AuroraBirth, name: string): Finding[] {
  if (birth.from === "nothing") return [];
  if (birth.from === "snapshot") return [snapshotProblem("birth.snapshot", birth.snapshot)];
  return [
    birth.from === "point-in-time" && momentProblem("birth.at", birth.at),
    must(
      birth.cluster !== name,
      "birth.cluster",
      "not be the cluster itself",
      birth.cluster,
      "a copy stands beside it, under a name of its own",
    ),
  ];
}
