import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy/index.js";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target/index.js";
import { atLeast, between, type Finding, must, whole } from "@groundplan/core/problems";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";

/** Readers that AWS adds and takes away. They are in no state, and have the machine of the one that writes. */
export interface ReaderScalingOptions {
  /** Most readers, those of `instances` among them, to 15. */
  readonly max: number;
  /** Fewest readers, those of `instances` among them. @default as many as `instances` has */
  readonly min?: number;
  /** What the readers' average is kept at: percent of CPU, or connections. @default 60 percent of CPU */
  readonly keep?: { readonly cpuPercent: number } | { readonly connections: number };
  /** Seconds until a reader may be taken away again. @default 300 */
  readonly inSeconds?: number;
  /** Seconds until another one may be added. @default 60 */
  readonly outSeconds?: number;
}

const MOST = 15;

const DEFAULT_KEEP = { cpuPercent: 60 };

/** Makes the target and its policy. Aurora refuses both before an instance writes. */
export function createReaderScaling(
  scope: Construct,
  clusterName: string,
  { max, min, keep = DEFAULT_KEEP, inSeconds, outSeconds }: ReaderScalingOptions,
  own: { readonly readers: number; readonly instances: ITerraformDependable[] },
): AppautoscalingTarget {
  const target = new AppautoscalingTarget(scope, "readers", {
    serviceNamespace: "rds",
    scalableDimension: "rds:cluster:ReadReplicaCount",
    resourceId: `cluster:${clusterName}`,
    minCapacity: min ?? own.readers,
    maxCapacity: max,
    dependsOn: own.instances,
  });
  const byCpu = "cpuPercent" in keep;
  new AppautoscalingPolicy(scope, "readers-policy", {
    name: `${clusterName}-readers`,
    policyType: "TargetTrackingScaling",
    serviceNamespace: target.serviceNamespace,
    scalableDimension: target.scalableDimension,
    resourceId: target.resourceId,
    targetTrackingScalingPolicyConfiguration: {
      predefinedMetricSpecification: {
        predefinedMetricType: byCpu
          ? "RDSReaderAverageCPUUtilization"
          : "RDSReaderAverageDatabaseConnections",
      },
      targetValue: byCpu ? keep.cpuPercent : keep.connections,
      scaleInCooldown: inSeconds ?? 300,
      scaleOutCooldown: outSeconds ?? 60,
    },
  });
  return target;
}

/** What is wrong with readers that come and go. Source: Aurora User Guide, "Aurora Auto Scaling". */
export function readerScalingProblems(
  scaling: ReaderScalingOptions | undefined,
  readers: number,
): Finding[] {
  if (!scaling) return [];
  const { max, min = readers, keep = DEFAULT_KEEP, inSeconds, outSeconds } = scaling;
  const prop = (name: string) => `compute.scaling.${name}`;
  return [
    between(prop("max"), max, 1, MOST),
    whole(prop("max"), max),
    must(
      Number.isInteger(min) && min >= readers && min <= max,
      prop("min"),
      `be ${readers}, as many as compute.instances has, to compute.scaling.max (${max})`,
      min,
    ),
    "cpuPercent" in keep && between(prop("keep.cpuPercent"), keep.cpuPercent, 10, 90),
    "connections" in keep && atLeast(prop("keep.connections"), keep.connections, 1),
    between(prop("inSeconds"), inSeconds, 0, 3600),
    between(prop("outSeconds"), outSeconds, 0, 3600),
  ];
}
