import type { PerStage } from "@groundplan/core/stage";
import type { CapacityMix } from "./capacity.ts";
import type { Architecture } from "./image.ts";
import type { FargateCpuUnits } from "./task-size.ts";

/** What an application, its tasks and its processes are when nothing is said. */
export const DEFAULTS = {
  cpuUnits: { dev: 256, prod: 512 } as PerStage<FargateCpuUnits>,
  memoryMiB: { dev: 512, prod: 1024 } as PerStage<number>,
  architecture: { dev: "ARM64", prod: "ARM64" } as PerStage<Architecture>,
  user: { dev: "1000:1000", prod: "1000:1000" } as PerStage<string>,
  tmpMiB: { dev: 64, prod: 64 } as PerStage<number>,
  retentionDays: { dev: 7, prod: 90 } as PerStage<number>,
  stopTimeoutSeconds: { dev: 30, prod: 120 } as PerStage<number>,
  keepRevisions: { dev: false, prod: true } as PerStage<boolean>,
  keepLogs: { dev: false, prod: true } as PerStage<boolean>,
  count: { dev: 1, prod: 2 } as PerStage<number>,
  capacity: {
    dev: { spotWeight: 1 },
    prod: { onDemandBase: 2, onDemandWeight: 1 },
  } as PerStage<CapacityMix>,
  exec: { dev: true, prod: false } as PerStage<boolean>,
  minHealthyPercent: { dev: 0, prod: 100 } as PerStage<number>,
  maxPercent: { dev: 200, prod: 200 } as PerStage<number>,
  healthCheckGraceSeconds: { dev: 60, prod: 60 } as PerStage<number>,
  rollbackOnErrors: { dev: false, prod: true } as PerStage<boolean>,
  waitUntilSteady: { dev: false, prod: true } as PerStage<boolean>,
  rebalanceZones: { dev: false, prod: true } as PerStage<boolean>,
  timezone: { dev: "UTC", prod: "UTC" } as PerStage<string>,
  scheduledCapacity: {
    dev: { spotWeight: 1 },
    prod: { onDemandWeight: 1 },
  } as PerStage<CapacityMix>,
  retries: { dev: 0, prod: 3 } as PerStage<number>,
  keepFailures: { dev: false, prod: true } as PerStage<boolean>,
  oneOffCapacity: {
    dev: { onDemandWeight: 1 },
    prod: { onDemandWeight: 1 },
  } as PerStage<CapacityMix>,
};
