export type { HostApp, ReleaseOwner } from "./app.ts";
export { fileProblems, literal, OPS_AGENT, startupScript, textFile } from "./boot.ts";
export {
  type ComposeFile,
  type ComposeService,
  DATA_FOLDER,
  RELEASE,
  SECRETS_FOLDER,
} from "./compose.ts";
export {
  DataDisk,
  type DataDiskOptions,
  diskProblems,
  type SnapshotChoice,
} from "./data-disk.ts";
export type { AlertCondition } from "./guest-metrics.ts";
export { hardened, letAgentWrite, logInMetadata, scheduling } from "./hardening.ts";
export {
  digestProblem,
  followsFamily,
  type HostImage,
  type HostSystem,
  type ImageChoice,
  imageProblems,
  imageReference,
} from "./image.ts";
export { HOST_NEEDS, type ImageNeeds } from "./image-needs.ts";
export {
  accountProblem,
  machineTypeProblem,
  roomProblem,
  zoneProblem,
} from "./machine-problems.ts";
export { hoursProblems, type OfficeHours, OfficeHoursPolicy } from "./office-hours.ts";
export type { VmHostProps } from "./props.ts";
export { DEFAULTS } from "./settle.ts";
export { VmHost } from "./vm-host.ts";
export { type HostWatch, Watch, type WatchOptions } from "./watch.ts";
