export { type AppSettings, appProblems } from "./app-problems.ts";
export type { CapacityMix } from "./capacity.ts";
export type { ContainerHealthCheck, StartCondition } from "./container.ts";
export { DEFAULTS } from "./defaults.ts";
export type { Environment } from "./environment.ts";
export { FargateApp } from "./fargate-app.ts";
export type { FargateAppProps, Hardening, Placement } from "./fargate-app-props.ts";
export { FargateService } from "./fargate-service.ts";
export type { FargateServiceProps } from "./fargate-service-props.ts";
export type { Architecture, Image, ImageByDigest, ImageByTag, ImageSource } from "./image.ts";
export type { FirelensSettings, LogSettings } from "./logs.ts";
export { type Need, needProblems, needsOf, type TaskUses } from "./network-needs.ts";
export { OneOffTask, type OneOffTaskProps } from "./one-off-task.ts";
export type { CountOwner, DeployOwner } from "./ownership.ts";
export { RedeployOnRotation, type RedeployOnRotationProps } from "./redeploy-on-rotation.ts";
export { ReleasedImage, type ReleasedImageProps } from "./released-image.ts";
export { revisionStatements } from "./revision-rights.ts";
export { RollbackAlarms, type RollbackAlarmsProps } from "./rollback-alarms.ts";
export type { Rollout } from "./rollout.ts";
export type { ScalableService } from "./scalable-service.ts";
export { scheduleProblem } from "./schedule.ts";
export { ScheduledTask } from "./scheduled-task.ts";
export type { ScheduledTaskProps } from "./scheduled-task-props.ts";
export type { ManagedSecret, ParameterSecret, SecretSource, Secrets } from "./secrets.ts";
export type { ServiceConnect } from "./service-connect.ts";
export { APP_CONTAINER, type Sidecar, type Sidecars } from "./sidecar.ts";
export type { ProcessProps } from "./task-definition.ts";
export { type FargateCpuUnits, memoryFor, type TaskSize, taskSizeProblem } from "./task-size.ts";
export {
  type DeploymentHook,
  HOOK_STAGES,
  type HookStage,
  type TrafficShift,
  type TrafficSteps,
} from "./traffic-shift-props.ts";
export type { Volume, Volumes } from "./volumes.ts";
