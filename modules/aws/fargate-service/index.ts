export type { CapacityMix } from "./capacity.ts";
export type { ContainerHealthCheck, StartCondition } from "./container.ts";
export type { Environment } from "./environment.ts";
export {
  FargateApp,
  type FargateAppProps,
  type Hardening,
  type Placement,
} from "./fargate-app.ts";
export { FargateService } from "./fargate-service.ts";
export { DEFAULTS, type FargateServiceProps } from "./fargate-service-props.ts";
export type { Architecture, Image, ImageByDigest, ImageByTag } from "./image.ts";
export type { FirelensSettings, LogSettings } from "./logs.ts";
export { type Need, needsOf, type TaskUses } from "./network-needs.ts";
export { ONE_OFF_DEFAULTS, OneOffTask, type OneOffTaskProps } from "./one-off-task.ts";
export type { CountOwner, DeployOwner } from "./ownership.ts";
export { ReleasedImage, type ReleasedImageProps } from "./released-image.ts";
export type { Rollout } from "./rollout.ts";
export { SCHEDULE_DEFAULTS, ScheduledTask, type ScheduledTaskProps } from "./scheduled-task.ts";
export type { ManagedSecret, ParameterSecret, SecretSource, Secrets } from "./secrets.ts";
export type { ServiceConnect } from "./service-connect.ts";
export type { Sidecar, Sidecars } from "./sidecar.ts";
export type { ProcessProps } from "./task-definition.ts";
export { type FargateCpuUnits, memoryFor, type TaskSize, taskSizeProblem } from "./task-size.ts";
export type { TrafficShift } from "./traffic-shift.ts";
export type { Volume, Volumes } from "./volumes.ts";
