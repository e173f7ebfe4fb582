import { check } from "@groundplan/core/problems";
import { describe, expect, it } from "vitest";
import { type CapacityMix, capacityProblems, strategyOf } from "./capacity.ts";
import { serviceCosts, tasksOnDemand, taskUsdPerMonth } from "./fargate-cost.ts";

const SIZE = { cpuUnits: 256, memoryMiB: 512 } as const;

describe("a capacity mix", () => {
  it("puts the base on demand and spreads the rest", () => {
    expect(strategyOf({ onDemandBase: 2, onDemandWeight: 1, spotWeight: 3 })).toEqual([
      { capacityProvider: "FARGATE", base: 2, weight: 1 },
      { capacityProvider: "FARGATE_SPOT", base: 0, weight: 3 },
    ]);
  });

  it("is refused when the tasks above the base have nowhere to run", () => {
    expect(() => check("api", capacityProblems("capacity", { onDemandBase: 2 }))).toThrowError(
      'api: capacity must have a weight above 0, got {"onDemandBase":2}; tasks above the base would have nowhere to run',
    );
  });

  it.each<[number, CapacityMix, number]>([
    [1, { spotWeight: 1 }, 0],
    [2, { onDemandBase: 2, onDemandWeight: 1 }, 2],
    [6, { onDemandBase: 2, onDemandWeight: 1, spotWeight: 3 }, 3],
    [1, { onDemandBase: 2, spotWeight: 1 }, 1],
  ])("of %i tasks with %j has %i on demand", (count, mix, onDemand) => {
    expect(tasksOnDemand(count, mix)).toBe(onDemand);
  });
});

describe("the price of tasks", () => {
  it("is that of the published rates", () => {
    expect(taskUsdPerMonth(SIZE, "X86_64")).toBeCloseTo(9.01, 2);
    expect(taskUsdPerMonth(SIZE, "ARM64")).toBeCloseTo(7.21, 2);
  });

  it("is told for each kind of capacity", () => {
    const mix = { onDemandBase: 1, spotWeight: 1 };
    expect(serviceCosts(3, SIZE, "ARM64", mix)).toEqual([
      { item: "1 Fargate task on demand, 0.25 vCPU, 0.5 GiB, ARM64", usdPerMonth: 7.21 },
      { item: "2 Fargate tasks on Spot, 0.25 vCPU, 0.5 GiB, ARM64", usdPerMonth: 4.33 },
    ]);
  });
});
