import type { AppautoscalingTargetConfig } from "@cdktf/provider-aws/lib/appautoscaling-target/index.js";
import type { PerStage } from "@groundplan/core/stage";
import type { ScalableService } from "../fargate-service/index.ts";
import type { OfficeHours, ScheduledBounds } from "./schedule.ts";
import type { StepScaling } from "./steps.ts";
import type { Backlog, RequestsPerTarget, TrackedMetric } from "./tracking.ts";

/** How a service scales when nothing is said. */
export const DEFAULTS = {
  min: { dev: 1, prod: 2 } as PerStage<number>,
  max: { dev: 2, prod: 10 } as PerStage<number>,
  cpuPercent: { dev: 60, prod: 60 } as PerStage<number>,
  scaleInSeconds: { dev: 300, prod: 300 } as PerStage<number>,
  scaleOutSeconds: { dev: 60, prod: 60 } as PerStage<number>,
  officeHours: {
    dev: { from: "07:00", to: "20:00" },
    prod: "always",
  } as PerStage<OfficeHours | "always">,
};

/** What AWS foresees from the last two weeks, and whether it acts on it. */
export interface Prediction {
  readonly metric: "cpu" | "memory";
  /** Utilisation in percent that the foreseen number of tasks should have. */
  readonly percent: number;
  /** Whether it scales, or only shows what it would do. @default false */
  readonly acts?: boolean;
}

export interface ServiceScalingProps {
  /** The service; its `countOwner` is `autoscaling`. Changing it replaces the scaling. */
  readonly service: ScalableService;

  /**
   * Fewest tasks. With a schedule a change takes effect when the schedule next sets the bounds.
   *
   * @default 1 in dev, 2 in prod
   */
  readonly min?: number;

  /**
   * Most tasks. With a schedule a change takes effect when the schedule next sets the bounds.
   *
   * @default 2 in dev, 10 in prod
   */
  readonly max?: number;

  /**
   * CPU of all tasks, in percent, at which the service is kept; `off` for not by CPU.
   *
   * @default 60
   */
  readonly cpuPercent?: number | "off";

  /**
   * Memory of all tasks, in percent, at which the service is kept.
   *
   * @default not by memory
   */
  readonly memoryPercent?: number;

  /**
   * Requests for each task, for a service with a target that is deployed by rolling.
   *
   * @default not by requests
   */
  readonly requests?: RequestsPerTarget;

  /**
   * Waiting messages for each task, for a worker of a queue.
   *
   * @default not by messages
   */
  readonly backlog?: Backlog;

  /**
   * Other metrics at whose target the service is kept, such as the load balancer's response time.
   *
   * @default {}
   */
  readonly metrics?: Readonly<Record<string, TrackedMetric>>;

  /**
   * Metrics that add tasks in steps. Each makes an alarm.
   *
   * @default {}
   */
  readonly steps?: Readonly<Record<string, StepScaling>>;

  /**
   * Foresight from the last two weeks.
   *
   * @default none
   */
  readonly prediction?: Prediction;

  /**
   * Seconds between two changes: after tasks were taken away, and after some were added.
   *
   * @default 300 in, 60 out
   */
  readonly cooldown?: { readonly inSeconds?: number; readonly outSeconds?: number };

  /**
   * Whether tasks are taken away at all.
   *
   * @default true
   */
  readonly scaleIn?: boolean;

  /**
   * Hours in which the service runs; outside it has no task. `always` for no end.
   *
   * @default 07:00 to 20:00 UTC from Monday to Friday in dev, "always" in prod
   */
  readonly officeHours?: OfficeHours | "always";

  /**
   * Other bounds at certain times.
   *
   * @default {}
   */
  readonly schedules?: Readonly<Record<string, ScheduledBounds>>;

  /**
   * What stands still for a while, in an emergency.
   *
   * @default []
   */
  readonly suspended?: readonly ("scale-in" | "scale-out" | "schedules")[];

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: { readonly target?: Partial<AppautoscalingTargetConfig> };
}
