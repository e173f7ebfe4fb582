export { boundsProblems } from "./scaling-problems.ts";
export type { Bounds, OfficeHours, ScheduledBounds } from "./schedule.ts";
export { ServiceScaling } from "./service-scaling.ts";
export { DEFAULTS, type ServiceScalingProps } from "./service-scaling-props.ts";
export type { StepScaling } from "./steps.ts";
export type { Backlog, Metric, RequestsPerTarget, TrackedMetric } from "./tracking.ts";
