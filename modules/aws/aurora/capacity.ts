import { type Finding, must } from "@groundplan/core/problems";
import { type AuroraEngine, abilityProblem } from "./engine.ts";

/** Between how many capacity units each `db.serverless` instance moves; a unit has about 2 GiB of memory. */
export interface CapacityOptions {
  /**
   * Fewest units, 0 to 256 in halves. 0 lets instances pause, and the first connection waits for about 15
   * seconds. In place; but see the README for a change from 1 to 0.
   *
   * @default 0 in dev, 0.5 in prod
   */
  readonly min?: number;
  /** Most units, 1 to 256 in halves. In place; some parameters follow it at the next restart. @default 2 in dev, 8 in prod */
  readonly max?: number;
  /** Seconds without a connection until an instance pauses, 300 to 86,400; with `min` 0 alone. In place. @default 300 */
  readonly pauseAfterSeconds?: number;
}

/** The same with every default in its place. */
export type SettledCapacity = CapacityOptions & Required<Pick<CapacityOptions, "min" | "max">>;

/** Most units of releases before `largeCapacity`. Source: the table that engine.ts names. */
const EARLIER_MOST = 128;

const MOST = 256;

/** The provider's words. */
export function capacityConfig({ min, max, pauseAfterSeconds }: SettledCapacity) {
  return {
    minCapacity: min,
    maxCapacity: max,
    // AWS refuses it where nothing pauses.
    secondsUntilAutoPause: min === 0 ? (pauseAfterSeconds ?? 300) : undefined,
  };
}

/** What is wrong with a range. Source: RDS API reference, "ServerlessV2ScalingConfiguration". */
export function capacityProblems(
  { min, max, pauseAfterSeconds: pause }: SettledCapacity,
  engine: AuroraEngine,
): Finding[] {
  const halves = (value: number) => Number.isInteger(value * 2);
  return [
    abilityProblem(engine, "serverless", "db.serverless"),
    must(
      halves(min) && min >= 0 && min <= max,
      "compute.capacity.min",
      `be 0 to compute.capacity.max (${max}), in halves`,
      min,
    ),
    must(
      halves(max) && max >= 1 && max <= MOST,
      "compute.capacity.max",
      `be 1 to ${MOST}, in halves`,
      max,
    ),
    max > EARLIER_MOST &&
      abilityProblem(engine, "largeCapacity", `more than ${EARLIER_MOST} capacity units`),
    min === 0 && abilityProblem(engine, "pause", "compute.capacity.min 0"),
    must(
      pause === undefined || min === 0,
      "compute.capacity.pauseAfterSeconds",
      "be left out unless compute.capacity.min is 0",
      pause,
    ),
    must(
      pause === undefined || (Number.isInteger(pause) && pause >= 300 && pause <= 86_400),
      "compute.capacity.pauseAfterSeconds",
      "be 300 to 86400 whole seconds",
      pause,
    ),
  ];
}
