import { type Finding, must } from "@groundplan/core/problems";

/** CPU that Fargate offers, in units: 1024 are one vCPU. */
export type FargateCpuUnits = 256 | 512 | 1024 | 2048 | 4096 | 8192 | 16384;

/** How big a task is. All its containers share it. */
export interface TaskSize {
  /** CPU units: 256 is a quarter of a vCPU. A change starts new tasks. */
  readonly cpuUnits: FargateCpuUnits;
  /** Memory in MiB, one of those that Fargate offers with that CPU. A change starts new tasks. */
  readonly memoryMiB: number;
}

interface MemoryRange {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

const GIB = 1024;

/** Source: "Task CPU and memory" in the Amazon ECS Developer Guide, Linux, platform 1.4.0. */
const MEMORY: Readonly<Record<FargateCpuUnits, readonly number[] | MemoryRange>> = {
  256: [512, 1 * GIB, 2 * GIB],
  512: { from: 1 * GIB, to: 4 * GIB, step: 1 * GIB },
  1024: { from: 2 * GIB, to: 8 * GIB, step: 1 * GIB },
  2048: { from: 4 * GIB, to: 16 * GIB, step: 1 * GIB },
  4096: { from: 8 * GIB, to: 30 * GIB, step: 1 * GIB },
  8192: { from: 16 * GIB, to: 60 * GIB, step: 4 * GIB },
  16384: { from: 32 * GIB, to: 120 * GIB, step: 8 * GIB },
};

/** Every memory size, in MiB, that Fargate offers with that CPU; empty when it has no such CPU. */
export function memoryFor(cpuUnits: number): number[] {
  const offered = MEMORY[cpuUnits as FargateCpuUnits];
  if (offered === undefined) return [];
  if (!("from" in offered)) return [...offered];
  const { from, to, step } = offered;
  return Array.from({ length: (to - from) / step + 1 }, (_, i) => from + i * step);
}

/** Checks a size against what Fargate offers; the error names the memory that goes with the CPU. */
export function taskSizeProblem(prop: string, { cpuUnits, memoryMiB }: TaskSize): Finding {
  const offered = memoryFor(cpuUnits);
  if (offered.length === 0) {
    return must(
      false,
      `${prop}.cpuUnits`,
      `be one of ${Object.keys(MEMORY).join(", ")}`,
      cpuUnits,
      "1024 units are one vCPU",
    );
  }
  return must(
    offered.includes(memoryMiB),
    `${prop}.memoryMiB`,
    `be ${inWords(cpuUnits)} with ${cpuUnits} CPU units`,
    memoryMiB,
  );
}

/** A size as people say it: `0.5 vCPU, 1 GiB`. */
export function describeSize({ cpuUnits, memoryMiB }: TaskSize): string {
  return `${cpuUnits / GIB} vCPU, ${memoryMiB / GIB} GiB`;
}

function inWords(cpuUnits: FargateCpuUnits): string {
  const offered = MEMORY[cpuUnits];
  return "from" in offered
    ? `${offered.from} to ${offered.to} in steps of ${offered.step}`
    : offered.join(", ");
}
