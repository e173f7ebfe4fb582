import { check } from "@groundplan/core/problems";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeSize, type FargateCpuUnits, memoryFor, taskSizeProblem } from "./task-size.ts";

const problem = (cpuUnits: number, memoryMiB: number) => () =>
  check("api", [taskSizeProblem("size", { cpuUnits: cpuUnits as FargateCpuUnits, memoryMiB })]);

describe("Fargate sizes", () => {
  it.each([
    [256, [512, 1024, 2048]],
    [512, [1024, 2048, 3072, 4096]],
    [1024, [2048, 3072, 4096, 5120, 6144, 7168, 8192]],
  ])("offer with %i CPU units exactly these", (cpuUnits, memory) => {
    expect(memoryFor(cpuUnits)).toEqual(memory);
  });

  it.each([
    [2048, 4096, 16384, 13],
    [4096, 8192, 30720, 23],
    [8192, 16384, 61440, 12],
    [16384, 32768, 122880, 12],
  ])("offer with %i CPU units %i to %i MiB, %i of them", (cpuUnits, from, to, sizes) => {
    const offered = memoryFor(cpuUnits);
    expect([offered[0], offered.at(-1), offered.length]).toEqual([from, to, sizes]);
  });

  it("are accepted when they are offered, and no others", () => {
    const cpus = [256, 512, 1024, 2048, 4096, 8192, 16384] as const;
    fc.assert(
      fc.property(fc.constantFrom(...cpus), fc.integer({ min: 1, max: 130000 }), (cpu, memory) => {
        const refused = Boolean(taskSizeProblem("size", { cpuUnits: cpu, memoryMiB: memory }));
        expect(refused).toBe(!memoryFor(cpu).includes(memory));
      }),
    );
  });

  it("name the memory that goes with the CPU when it does not fit", () => {
    expect(problem(256, 4096)).toThrow(
      "api: size.memoryMiB must be 512, 1024, 2048 with 256 CPU units, got 4096",
    );
    expect(problem(8192, 17408)).toThrow(
      "api: size.memoryMiB must be 16384 to 61440 in steps of 4096 with 8192 CPU units, got 17408",
    );
  });

  it("name the CPU units that there are", () => {
    expect(problem(300, 512)).toThrow(
      "api: size.cpuUnits must be one of 256, 512, 1024, 2048, 4096, 8192, 16384, got 300; 1024 units are one vCPU",
    );
  });

  it("are told as people say them", () => {
    expect(describeSize({ cpuUnits: 512, memoryMiB: 1024 })).toBe("0.5 vCPU, 1 GiB");
  });
});
