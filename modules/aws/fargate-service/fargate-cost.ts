import type { FixedCost } from "@groundplan/core/cost";
import type { CapacityMix } from "./capacity.ts";
import type { Architecture } from "./image.ts";
import { describeSize, type TaskSize } from "./task-size.ts";

const HOURS_PER_MONTH = 730;

/** List prices per hour in us-east-1, Linux. Source: AWS Fargate pricing page, read 2026. */
const USD_PER_HOUR: Readonly<Record<Architecture, { vcpu: number; gib: number }>> = {
  ARM64: { vcpu: 0.03238, gib: 0.00356 },
  X86_64: { vcpu: 0.04048, gib: 0.004445 },
};

/** What Spot costs of the on-demand price. It floats; AWS says "up to 70 %" less. */
const SPOT_SHARE = 0.3;

/** List price of one task for 730 hours on demand, in US dollars. */
export function taskUsdPerMonth({ cpuUnits, memoryMiB }: TaskSize, architecture: Architecture) {
  const { vcpu, gib } = USD_PER_HOUR[architecture];
  return ((cpuUnits / 1024) * vcpu + (memoryMiB / 1024) * gib) * HOURS_PER_MONTH;
}

/** How many of `count` tasks the capacity mix puts on demand; the others run on Spot. */
export function tasksOnDemand(count: number, mix: CapacityMix): number {
  const { onDemandBase = 0, onDemandWeight = 0, spotWeight = 0 } = mix;
  if (spotWeight === 0) return count;
  const base = Math.min(count, onDemandBase);
  return base + Math.round(((count - base) * onDemandWeight) / (onDemandWeight + spotWeight));
}

/** What a service's tasks cost while it has `count` of them, one line for each kind of capacity. */
export function serviceCosts(
  count: number,
  size: TaskSize,
  architecture: Architecture,
  mix: CapacityMix,
): FixedCost[] {
  const onDemand = tasksOnDemand(count, mix);
  const price = taskUsdPerMonth(size, architecture);
  const line = (tasks: number, kind: string, share: number): FixedCost => ({
    item: `${tasks} Fargate ${tasks === 1 ? "task" : "tasks"} ${kind}, ${describeSize(size)}, ${architecture}`,
    usdPerMonth: Math.round(tasks * price * share * 100) / 100,
  });
  return [line(onDemand, "on demand", 1), line(count - onDemand, "on Spot", SPOT_SHARE)].filter(
    ({ usdPerMonth }) => usdPerMonth > 0,
  );
}
